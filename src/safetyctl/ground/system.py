"""What the operating system refuses, in a person's words."""

import errno

from safetyctl.ground.catalogue import N_, _

_REASONS = {
    errno.ENOSPC: (N_("the disk is full"), N_("Free some space and run it again.")),
    errno.EDQUOT: (N_("the quota of this account is used up"), N_("Free some space and run it again.")),
    errno.EFBIG: (
        N_("the file would be larger than this account may write"),
        N_("Look at: ulimit -f"),
    ),
    errno.EACCES: (N_("permission denied"), N_("Look at the permissions of the file and of its folder.")),
    errno.EPERM: (N_("permission denied"), N_("Look at the permissions of the file and of its folder.")),
    errno.EROFS: (N_("the disk is read-only"), N_("Name a place that can be written.")),
    errno.ENOENT: (N_("there is no such file or folder"), N_("Look at the spelling of the path.")),
    errno.ENOTDIR: (N_("a part of the path is no folder"), N_("Look at the spelling of the path.")),
    errno.EISDIR: (N_("it is a folder"), N_("Name a file.")),
    errno.EEXIST: (N_("it exists already"), N_("Choose another name.")),
    errno.ENAMETOOLONG: (N_("the name is too long"), N_("Choose another name.")),
    errno.ELOOP: (N_("the link leads nowhere"), N_("Look at the spelling of the path.")),
    errno.EIO: (N_("the disk does not answer as it should"), N_("Look at the disk before going on.")),
    errno.EMFILE: (N_("too many files are open"), N_("Close other programs and run it again.")),
    errno.EBADF: (N_("it is closed"), None),
}


def reason(error: OSError) -> str:
    """Why the system refused, in the language in use where it is a common reason."""
    known = _REASONS.get(error.errno or 0)
    return _(known[0]) if known else (error.strerror or str(error))


def refusal(error: OSError) -> tuple[str, str | None]:
    """What the system refused, in a sentence, and what to do about it where that is known."""
    known = _REASONS.get(error.errno or 0)
    hint = _(known[1]) if known and known[1] else None
    if error.filename is None:
        return _("The system refused: {reason}.").format(reason=reason(error)), hint
    path = error.filename.decode(errors="replace") if isinstance(error.filename, bytes) else error.filename
    return f"{path}: {reason(error)}", hint
