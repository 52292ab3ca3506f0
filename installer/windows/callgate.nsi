; The setup program: for one person, without administrator's rights, outside AppData (see installer/windows.py).
; Compiled by: makensis -DVERSION=… -DAPP=FOLDER -DOUT=FILE callgate.nsi
Unicode true
!include "MUI2.nsh"

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Callgate"

Name "Callgate"
OutFile "${OUT}"
InstallDir "$PROFILE\Callgate"
InstallDirRegKey HKCU "Software\Callgate" "Folder"
RequestExecutionLevel user
SetCompressor /SOLID lzma
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Callgate"
VIAddVersionKey "FileDescription" "Callgate setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "The Callgate authors, Apache-2.0"

!define MUI_FINISHPAGE_RUN "$INSTDIR\callgate-tray.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Start Callgate"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; A program that runs cannot be replaced on Windows: ask until none does.
Function CloseFirst
  again:
    IfFileExists "$INSTDIR\lean\python.exe" 0 tray
    ClearErrors
    FileOpen $0 "$INSTDIR\lean\python.exe" a
    IfErrors busy
    FileClose $0
  tray:
    IfFileExists "$INSTDIR\callgate-tray.exe" 0 free
    ClearErrors
    FileOpen $0 "$INSTDIR\callgate-tray.exe" a
    IfErrors busy
    FileClose $0
    Goto free
  busy:
    MessageBox MB_RETRYCANCEL|MB_ICONINFORMATION "Callgate is in use. Quit Callgate in its tray menu, and quit the AI clients that start servers through it (Claude Desktop: also its tray icon). Then try again." /SD IDCANCEL IDRETRY again
    Abort "Nothing was changed."
  free:
FunctionEnd

Section "Callgate"
  Call CloseFirst
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\lean"
  SetOutPath "$INSTDIR"
  File /r "${APP}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Callgate.lnk" "$INSTDIR\callgate-tray.exe" "--show"
  WriteRegStr HKCU "Software\Callgate" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "DisplayName" "Callgate"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "Publisher" "The Callgate authors"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  ; First the clients' files, while the program that can do it is still there. Policy and log stay.
  nsExec::ExecToLog '"$INSTDIR\callgate.exe" leave --yes'
  Pop $0
  StrCmp $0 "0" given
    MessageBox MB_OK|MB_ICONSTOP "A client's file could not be given back. Quit the AI clients fully (Claude Desktop: also its tray icon) and remove Callgate again. Nothing was removed." /SD IDOK
    SetErrorLevel 2
    Quit
  given:
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\lean"
  Delete "$INSTDIR\callgate.exe"
  Delete "$INSTDIR\callgate-proxy.exe"
  Delete "$INSTDIR\callgate-tray.exe"
  Delete "$INSTDIR\sbom.cdx.json"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Callgate.lnk"
  DeleteRegKey HKCU "${KEY}"
  DeleteRegKey HKCU "Software\Callgate"
SectionEnd
