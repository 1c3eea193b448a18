"""Runs a program with the system calls that the SystemCallFilter= lines of a unit allow, as systemd would."""
import os
import subprocess
import sys

import seccomp


def members(name):
    """The system calls of a set such as @system-service, with those of the sets that it names."""
    if not name.startswith('@'):
        return {name}
    listed = subprocess.run(['systemd-analyze', 'syscall-filter', name], check=True, capture_output=True, text=True)
    lines = [line.strip() for line in listed.stdout.splitlines()[1:]]
    return set().union(*(members(line) for line in lines if line and not line.startswith('#')))


allowed = set()
for line in open(sys.argv[1], encoding='utf-8'):
    key, _, value = line.strip().partition('=')
    if key == 'SystemCallFilter':
        named = set().union(*(members(name) for name in value.lstrip('~').split()))
        allowed = allowed - named if value.startswith('~') else allowed | named
# systemd always allows what starting a program needs.
allowed |= members('@default') | {'execve', 'exit', 'exit_group', 'rt_sigreturn', 'sigreturn'}

PROT_WRITE_AND_EXEC = 2 | 4
filters = seccomp.SyscallFilter(seccomp.ERRNO(1))
for call in allowed:
    if call in ('mmap', 'mprotect', 'pkey_mprotect') and os.environ.get('DENY'):
        # As MemoryDenyWriteExecute= does: no memory that is writable and executable, and none that becomes executable.
        unwanted = PROT_WRITE_AND_EXEC if call == 'mmap' else 4
        for bits in range(8):
            if bits & unwanted != unwanted:
                filters.add_rule(seccomp.ALLOW, call, seccomp.Arg(2, seccomp.MASKED_EQ, 7, bits))
        continue
    try:
        filters.add_rule(seccomp.ALLOW, call)
    except (RuntimeError, OSError):
        pass  # Of another architecture.
filters.load()
os.execvp(sys.argv[2], sys.argv[2:])
