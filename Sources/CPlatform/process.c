#include "cplatform.h"

#include <signal.h>

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

// The kernel's `struct clone_args` as of 5.7; the headers may be older than the kernel.
struct into_args {
    uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid,
        set_tid_size, cgroup;
};

// A child that has a copy of our memory and holds this thread up until it has become a program or
// has ended. It starts out in the cgroup: there is no moment in which a fork of it could be
// elsewhere, and none of the waiting that a later move costs. Only calls that are safe after a fork
// may follow in the child.
static long clone_into(int cgroup)
{
    const uint64_t vfork = 0x00004000, into_cgroup = 0x200000000ULL;
    struct into_args args;
    memset(&args, 0, sizeof args);
    args.flags = vfork | into_cgroup;
    args.exit_signal = SIGCHLD;
    args.cgroup = (uint64_t)cgroup;
    return syscall(SYS_clone3, &args, sizeof args);
}

// As `set_up_descriptors`, and `report` becomes `count`, closed by the exec.
static int take_descriptors(const int *descriptors, int count, int report)
{
    int base = report >= 3 ? report + 1 : 3;
    for (int i = 0; i < count; i++)
        if (descriptors[i] >= base) base = descriptors[i] + 1;
    for (int i = 0; i < count; i++)
        if (dup2(descriptors[i], base + count + i) < 0) return -1;
    if (dup2(report, base + count + count) < 0) return -1;
    for (int i = 0; i < count; i++)
        if (dup2(base + count + i, i) < 0) return -1;
    if (dup3(base + count + count, count, O_CLOEXEC) < 0) return -1;
    // Every kernel with `clone3` into a cgroup but the first two has it; what is left over there is
    // close-on-exec.
    syscall(SYS_close_range, count + 1, ~0U, 0);
    return 0;
}

static void default_signals(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    // Those that can't be changed refuse; an exec resets what has a handler.
    for (int number = 1; number <= SIGRTMAX; number++) sigaction(number, &action, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

int cp_spawn_into(int cgroup, const char *path, char *const argv[], char *const envp[],
                  const char *directory, const int descriptors[], int count, int new_session)
{
    int report[2], error = 0;
    if (pipe2(report, O_CLOEXEC) != 0) return -1;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    long pid = clone_into(cgroup);
    if (pid == 0) {
        if (new_session) setsid();
        default_signals();
        if ((!directory || chdir(directory) == 0)
            && take_descriptors(descriptors, count, report[1]) == 0) {
            report[1] = count;
            execve(path, argv, envp);
        }
        error = errno;
        if (write(report[1], &error, sizeof error) < 0) _exit(126);
        _exit(127);
    }
    int refused = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (pid > 0) {
        ssize_t got;
        do got = read(report[0], &error, sizeof error);
        while (got < 0 && errno == EINTR);
        if (got == sizeof error) waitpid((pid_t)pid, NULL, 0);
        else error = 0;
    }
    close(report[0]);
    if (pid < 0) {
        errno = refused;
        return -2;
    }
    if (error) {
        errno = error;
        return -1;
    }
    return (int)pid;
}

int cp_enters(int cgroup)
{
    long pid = clone_into(cgroup);
    if (pid == 0) _exit(0);
    if (pid < 0) return -1;
    // Some kernels kill it at birth: those that compare the kills of this cgroup with ours.
    int status;
    return waitpid((pid_t)pid, &status, 0) == pid && status == 0 ? 0 : -1;
}

int cp_thread_id(void) { return (int)syscall(SYS_gettid); }

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

int cp_keep_on_exec(int fd, int keep) { return fcntl(fd, F_SETFD, keep ? 0 : FD_CLOEXEC); }

int cp_set_nonblocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    return flags < 0 ? -1 : fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

static long read_small(const char *path, char *buffer, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    size_t filled = 0;
    while (filled < size - 1) {
        ssize_t got = read(fd, buffer + filled, size - 1 - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        filled += (size_t)got;
    }
    close(fd);
    buffer[filled] = 0;
    return (long)filled;
}

int cp_process_parse(int pid, const char *text, struct cp_process *out)
{
    // The name may hold spaces and parentheses: what counts is the last closing one.
    const char *open = strchr(text, '('), *close = strrchr(text, ')');
    if (!open || !close || close < open) return -1;
    memset(out, 0, sizeof *out);
    out->pid = pid;
    size_t length = (size_t)(close - open - 1);
    memcpy(out->name, open + 1, length < sizeof out->name ? length : sizeof out->name - 1);
    unsigned long long start = 0;
    int found = sscanf(
        close + 1, " %c %d %d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
        &out->state, &out->parent, &out->group, &out->session, &start);
    out->start_time = start;
    return found == 5 ? 0 : -1;
}

int cp_process_read(int pid, struct cp_process *out)
{
    char path[40], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    if (read_small(path, text, sizeof text) <= 0) return -1;
    return cp_process_parse(pid, text, out);
}

int cp_processes(struct cp_process *out, int capacity)
{
    DIR *folder = opendir("/proc");
    if (!folder) return -1;
    int found = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (!isdigit((unsigned char)entry->d_name[0])) continue;
        struct cp_process one;
        if (cp_process_read(atoi(entry->d_name), &one) != 0) continue;
        if (found < capacity) out[found] = one;
        found++;
    }
    closedir(folder);
    return found;
}

static int is_suspect(int pid, const uint64_t *marks, int mark_count, const int *sessions,
                      int session_count)
{
    struct rlimit limit;
    if (prlimit(pid, RLIMIT_LOCKS, NULL, &limit) != 0) {
        // Another account's: its limits are there to read.
        if (errno != ESRCH) return 1;
    } else {
        for (int i = 0; i < mark_count; i++)
            if (limit.rlim_cur == marks[i]) return 1;
    }
    if (session_count == 0) return 0;
    int session = getsid(pid);
    for (int i = 0; i < session_count; i++)
        if (session == sessions[i]) return 1;
    return 0;
}

int cp_suspects(const uint64_t *marks, int mark_count, const int *sessions, int session_count,
                int *pids, int capacity)
{
    DIR *folder = opendir("/proc");
    if (!folder) return -1;
    int found = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (!isdigit((unsigned char)entry->d_name[0])) continue;
        int pid = atoi(entry->d_name);
        if (!is_suspect(pid, marks, mark_count, sessions, session_count)) continue;
        if (found < capacity) pids[found] = pid;
        found++;
    }
    closedir(folder);
    return found;
}

int cp_lowest_priority(void)
{
    // <linux/ioprio.h> is not in every libc's headers: class idle, of the calling process.
    enum { who_process = 1, class_idle = 3, class_shift = 13 };
    if (setpriority(PRIO_PROCESS, 0, 19) != 0) return -1;
    return (int)syscall(SYS_ioprio_set, who_process, 0, class_idle << class_shift);
}

uint64_t cp_mark_of(int pid)
{
    char path[40], text[4096];
    snprintf(path, sizeof path, "/proc/%d/limits", pid);
    if (read_small(path, text, sizeof text) <= 0) return 0;
    const char *line = strstr(text, "Max file locks");
    unsigned long long mark = 0;
    if (!line || sscanf(line + strlen("Max file locks"), " %llu", &mark) != 1) return 0;
    return mark;
}
