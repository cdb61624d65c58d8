#include "cplatform.h"

#include <signal.h>

#include <errno.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
#include <pthread.h>

static sigset_t set_of(const int *signals, int count)
{
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < count; i++) sigaddset(&set, signals[i]);
    return set;
}

int cp_block_signals(const int *signals, int count)
{
    sigset_t set = set_of(signals, count);
    signal(SIGPIPE, SIG_IGN);
    int error = pthread_sigmask(SIG_BLOCK, &set, NULL);
    if (!error) return 0;
    errno = error;
    return -1;
}

int cp_signalfd(const int *signals, int count)
{
    sigset_t set = set_of(signals, count);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int cp_signalfd_read(int fd)
{
    struct signalfd_siginfo info;
    ssize_t count = read(fd, &info, sizeof info);
    return count == sizeof info ? (int)info.ssi_signo : 0;
}

int cp_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int cp_epoll_control(int epoll, int op, int fd, uint32_t events, uint64_t token)
{
    struct epoll_event event = {.events = 0, .data = {.u64 = token}};
    if (events & 1) event.events |= EPOLLIN | EPOLLRDHUP;
    if (events & 2) event.events |= EPOLLOUT;
    int code = op == 1 ? EPOLL_CTL_ADD : op == 2 ? EPOLL_CTL_MOD : EPOLL_CTL_DEL;
    return epoll_ctl(epoll, code, fd, &event);
}

int cp_epoll_wait(int epoll, uint64_t *tokens, uint32_t *events, int capacity, int timeout_ms)
{
    struct epoll_event ready[64];
    if (capacity > 64) capacity = 64;
    int count = epoll_wait(epoll, ready, capacity, timeout_ms);
    for (int i = 0; i < count; i++) {
        tokens[i] = ready[i].data.u64;
        events[i] = 0;
        if (ready[i].events & EPOLLIN) events[i] |= 1;
        if (ready[i].events & EPOLLOUT) events[i] |= 2;
        if (ready[i].events & (EPOLLHUP | EPOLLERR | EPOLLRDHUP)) events[i] |= 4;
    }
    return count;
}

int cp_timerfd(void) { return timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK); }

int cp_timerfd_set(int fd, uint64_t deadline_ns)
{
    struct itimerspec spec = {
        .it_value = {.tv_sec = (time_t)(deadline_ns / 1000000000u), .tv_nsec = (long)(deadline_ns % 1000000000u)}};
    return timerfd_settime(fd, TFD_TIMER_ABSTIME, &spec, NULL);
}

uint64_t cp_monotonic_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
