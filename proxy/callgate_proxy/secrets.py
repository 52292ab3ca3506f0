"""Secrets in the system's keychain, and the references to them that files keep: `callgate-secret:NAME`.

1. A value is in the keychain or nowhere: there is no plain-text fall-back. Why a keychain cannot be used is told apart:
   there is none, it does not start, it is locked.
2. `keyring` is imported by the function that needs it: a proxy without references never pays for it.
3. A long value is kept in pieces (Windows takes no more than 1,280 characters an entry). The entry that leads to them
   is written last and removed first, so half a value is never read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from callgate_proxy.errors import CallgateError

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "callgate-secret:"
SERVICE = "callgate"
LONGEST = 1_280  # characters of one entry
_PIECES = "callgate-pieces:"
T = TypeVar("T")


class SecretError(CallgateError):
    """A secret could not be read, written or removed; nothing was put anywhere else."""


class Missing(SecretError):
    """The keychain works, and has no secret of that name."""


def name_of(value: str) -> str | None:
    """The name that a reference tells; None for any other text."""
    return value.removeprefix(PREFIX) if value.startswith(PREFIX) and len(value) > len(PREFIX) else None


def looks_secret(key: str, value: str) -> bool:
    """Whether the value of a variable or header `key` is to be offered for the move into the keychain."""
    from callgate_proxy.redact import redact

    if not value or name_of(value) is not None or ("${" in value and "}" in value):
        return False
    return redact({key: value}) != {key: value}


def get(name: str) -> str:
    """The value of `name`. Raises SecretError."""
    found = _asked(lambda ring: ring.get_password(SERVICE, name))
    if found is None:
        raise Missing(
            f"The keychain has no secret “{name}”.",
            "Put the value back into the client's file, or store it again: callgate secrets set NAME.",
        )
    if not found.startswith(_PIECES):
        return found
    pieces = [
        _asked(lambda ring, n=number: ring.get_password(SERVICE, f"{name}#{n}"))
        for number in range(int(found.removeprefix(_PIECES)))
    ]
    if any(piece is None for piece in pieces):
        raise SecretError(f"A piece of the secret “{name}” is missing.", "Store it again: callgate secrets set NAME.")
    return "".join(piece for piece in pieces if piece is not None)


def put(name: str, value: str) -> None:
    """Keeps `value` under `name`. Raises SecretError."""
    if len(value) <= LONGEST and not value.startswith(_PIECES):
        _asked(lambda ring: ring.set_password(SERVICE, name, value))
        return
    pieces = [value[at : at + LONGEST] for at in range(0, len(value), LONGEST)]
    for number, piece in enumerate(pieces):
        _asked(lambda ring, n=number, p=piece: ring.set_password(SERVICE, f"{name}#{n}", p))
    _asked(lambda ring: ring.set_password(SERVICE, name, f"{_PIECES}{len(pieces)}"))


def remove(name: str) -> None:
    """Forgets `name`; nothing where there is none. Raises SecretError."""
    found = _asked(lambda ring: ring.get_password(SERVICE, name))
    if found is None:
        return
    _asked(lambda ring: ring.delete_password(SERVICE, name))
    if found.startswith(_PIECES):
        for number in range(int(found.removeprefix(_PIECES))):
            _asked(lambda ring, n=number: ring.delete_password(SERVICE, f"{name}#{n}"))


def value(held: str) -> str:
    """`held`, or what it stands for where it is a reference. Raises SecretError."""
    name = name_of(held)
    return held if name is None else get(name)


def values(held: Mapping[str, str]) -> dict[str, str]:
    """Those of `held` that are references, with what they stand for. Raises SecretError."""
    return {key: get(name) for key, one in held.items() if (name := name_of(one)) is not None}


def _asked(ask: Callable[[Any], T]) -> T:
    """What the keychain answers. Raises SecretError."""
    try:
        import keyring
        from keyring import errors
    except ModuleNotFoundError:
        raise SecretError(
            "The part for secrets is not installed.", 'Install it: pip install "callgate[remote]".'
        ) from None
    try:
        return ask(keyring)
    except errors.NoKeyringError:
        raise SecretError(
            "This system has no keychain that Callgate can use.",
            "Install and start one (on Linux gnome-keyring or KWallet); Callgate writes secrets nowhere else.",
        ) from None
    except errors.InitError as error:
        raise SecretError(
            f"The keychain does not start: {error}.", "Log in to the desktop, or start its keychain service."
        ) from None
    except errors.KeyringLocked:
        raise SecretError(
            "The keychain is locked.", "Unlock it (its own window asks for the password), then try again."
        ) from None
    except errors.KeyringError as error:
        raise SecretError(
            f"The keychain refuses: {error or type(error).__name__}.", "Look into its own settings."
        ) from None
