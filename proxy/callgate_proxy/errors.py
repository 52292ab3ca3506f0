"""Every error Callgate raises on purpose, drawn once.

An error says what is wrong (`str(error)`) and what to do next (`error.fix`); foreign errors are converted where they
enter.
"""

from __future__ import annotations


class CallgateError(Exception):
    """Something a person can act on.

    `fix` (str): what to do next, one sentence, or "".
    """

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.fix = fix


class PolicyError(CallgateError):
    """The policy file cannot be used; the last good one stays in force."""


class ConfigError(CallgateError):
    """A client's configuration cannot be read, planned or written; nothing was changed."""


class ClientRunning(ConfigError):
    """The client is running and would overwrite what is written now."""


class LogError(CallgateError):
    """A row could not be written; the call it belongs to must not go on."""


class StateError(CallgateError):
    """Counters or approvals could not be read or written; what depends on them is refused."""


class LinkError(CallgateError):
    """The other half is not there, or is not who it should be."""
