#include "cplatform.h"

#include <signal.h>

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <grp.h>

static int set_up_descriptors(posix_spawn_file_actions_t *actions, const int *descriptors, int count)
{
    // Two rounds, so that a target slot never overwrites a source that is still needed.
    int base = 3;
    for (int i = 0; i < count; i++)
        if (descriptors[i] >= base) base = descriptors[i] + 1;
    int error = 0;
    for (int i = 0; i < count && !error; i++)
        error = posix_spawn_file_actions_adddup2(actions, descriptors[i], base + count + i);
    for (int i = 0; i < count && !error; i++)
        error = posix_spawn_file_actions_adddup2(actions, base + count + i, i);
    if (!error) error = posix_spawn_file_actions_addclosefrom_np(actions, count);
    return error;
}

int cp_spawn(const char *path, char *const argv[], char *const envp[], const char *directory,
               const int descriptors[], int count, int new_session)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    pid_t pid = -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    sigemptyset(&none);
    sigfillset(&all);
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    if (new_session) flags |= POSIX_SPAWN_SETSID;
    posix_spawnattr_setflags(&attributes, flags);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    int error = set_up_descriptors(&actions, descriptors, count);
    if (!error && directory) error = posix_spawn_file_actions_addchdir_np(&actions, directory);
    if (!error) error = posix_spawn(&pid, path, &actions, &attributes, argv, envp);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error) {
        errno = error;
        return -1;
    }
    return pid;
}

int cp_pidfd_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int cp_pidfd_send_signal(int pidfd, int signal)
{
    return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

static void split(int status, int *code, int *signal)
{
    *signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + *signal;
}

int cp_reap(int pid, int *code, int *signal)
{
    int status = 0;
    pid_t ended;
    do ended = waitpid(pid, &status, WNOHANG);
    while (ended < 0 && errno == EINTR);
    if (ended <= 0) return (int)ended;
    split(status, code, signal);
    return 1;
}

int cp_reap_any(int *code, int *signal)
{
    int status = 0;
    pid_t ended;
    do ended = waitpid(-1, &status, WNOHANG);
    while (ended < 0 && errno == EINTR);
    if (ended <= 0) return 0;
    split(status, code, signal);
    return ended;
}

int cp_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

uint64_t cp_get_mark(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_LOCKS, &limit) != 0) return UINT64_MAX;
    return limit.rlim_cur;
}

int cp_set_mark(uint64_t mark)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_LOCKS, &limit) != 0) return -1;
    limit.rlim_cur = mark;
    return setrlimit(RLIMIT_LOCKS, &limit);
}

int cp_clear_mark(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_LOCKS, &limit) != 0) return -1;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_LOCKS, &limit);
}

int cp_become(uint32_t uid, uint32_t gid, const uint32_t *groups, int count)
{
    if (setgroups((size_t)count, groups) != 0) return -1;
    if (setresgid(gid, gid, gid) != 0) return -1;
    return setresuid(uid, uid, uid);
}

int cp_set_close_on_exec(int fd) { return fcntl(fd, F_SETFD, FD_CLOEXEC); }

int cp_set_nonblocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    return flags < 0 ? -1 : fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}
