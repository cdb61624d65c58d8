#include "cplatform.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#ifndef INET_DIAG_CGROUP_ID
#define INET_DIAG_CGROUP_ID 21
#endif

static int unix_address(const char *path, struct sockaddr_un *address)
{
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (strlen(path) >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address->sun_path, path);
    return 0;
}

static int close_with_errno(int fd)
{
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

int cp_unix_listen(const char *path, int backlog)
{
    struct sockaddr_un address;
    if (unix_address(path, &address) != 0) return -1;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -1;
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, backlog) != 0)
        return close_with_errno(fd);
    return fd;
}

int cp_unix_connect(const char *path)
{
    struct sockaddr_un address;
    if (unix_address(path, &address) != 0) return -1;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) return close_with_errno(fd);
    return fd;
}

int cp_unix_datagram(const char *path)
{
    struct sockaddr_un address;
    if (unix_address(path, &address) != 0) return -1;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -1;
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0) return close_with_errno(fd);
    return fd;
}

int cp_unix_connect_now(const char *path)
{
    struct sockaddr_un address;
    if (unix_address(path, &address) != 0) return -1;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -1;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) return close_with_errno(fd);
    return fd;
}

int cp_pass_credentials(int fd)
{
    int on = 1;
    return setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
}

long cp_receive_with_pid(int fd, void *buffer, size_t size, int *pid)
{
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(struct ucred))];
    struct iovec part = {.iov_base = buffer, .iov_len = size};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    *pid = 0;
    ssize_t got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    if (got < 0) return -1;
    for (struct cmsghdr *at = CMSG_FIRSTHDR(&message); at; at = CMSG_NXTHDR(&message, at)) {
        if (at->cmsg_level != SOL_SOCKET || at->cmsg_type != SCM_CREDENTIALS) continue;
        struct ucred sender;
        memcpy(&sender, CMSG_DATA(at), sizeof sender);
        *pid = sender.pid;
    }
    return got;
}

int64_t cp_peer_uid(int fd)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return -1;
    return peer.uid;
}

int cp_peer_pid(int fd)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return -1;
    return peer.pid;
}

int cp_accept(int fd) { return accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK); }

static int ask(int fd, uint8_t family)
{
    struct {
        struct nlmsghdr header;
        struct inet_diag_req_v2 request;
    } message = {
        .header = {.nlmsg_len = sizeof message,
                   .nlmsg_type = SOCK_DIAG_BY_FAMILY,
                   .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
        .request = {.sdiag_family = family,
                    .sdiag_protocol = IPPROTO_TCP,
                    .idiag_states = 1u << TCP_LISTEN},
    };
    return send(fd, &message, sizeof message, 0) < 0 ? -1 : 0;
}

static void fill(struct cp_listener *out, const struct nlmsghdr *header)
{
    const struct inet_diag_msg *answer = NLMSG_DATA(header);
    memset(out, 0, sizeof *out);
    out->family = answer->idiag_family;
    memcpy(out->address, answer->id.idiag_src, 16);
    out->port = ntohs(answer->id.idiag_sport);
    out->uid = answer->idiag_uid;
    out->inode = answer->idiag_inode;
    int left = (int)(header->nlmsg_len - NLMSG_LENGTH(sizeof *answer));
    for (const struct rtattr *at = (const struct rtattr *)(answer + 1); RTA_OK(at, left); at = RTA_NEXT(at, left))
        if (at->rta_type == INET_DIAG_CGROUP_ID) memcpy(&out->cgroup, RTA_DATA(at), sizeof out->cgroup);
}

static int dump(int fd, uint8_t family, struct cp_listener *out, int capacity, int found)
{
    _Alignas(struct nlmsghdr) char buffer[32768];
    if (ask(fd, family) != 0) return -1;
    for (;;) {
        ssize_t size = recv(fd, buffer, sizeof buffer, 0);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return -1;
        int left = (int)size;
        for (const struct nlmsghdr *at = (const struct nlmsghdr *)buffer; NLMSG_OK(at, left); at = NLMSG_NEXT(at, left)) {
            if (at->nlmsg_type == NLMSG_DONE) return found;
            if (at->nlmsg_type == NLMSG_ERROR) {
                errno = -((const struct nlmsgerr *)NLMSG_DATA(at))->error;
                return errno == 0 ? found : -1;
            }
            if (found < capacity) fill(&out[found], at);
            found++;
        }
    }
}

int cp_listeners(struct cp_listener *out, int capacity)
{
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (fd < 0) return -1;
    int found = dump(fd, AF_INET, out, capacity, 0);
    if (found >= 0) found = dump(fd, AF_INET6, out, capacity, found);
    if (found < 0) return close_with_errno(fd);
    close(fd);
    return found;
}

static int bind_any(int family, uint16_t port)
{
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    int on = 1, off = 0;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    int result;
    if (family == AF_INET6) {
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
        struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
        result = bind(fd, (struct sockaddr *)&address, sizeof address);
    } else {
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
        result = bind(fd, (struct sockaddr *)&address, sizeof address);
    }
    if (result != 0) return close_with_errno(fd);
    close(fd);
    return 1;
}

int cp_port_is_free(uint16_t port)
{
    int result = bind_any(AF_INET6, port);
    if (result < 0 && (errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL)) result = bind_any(AF_INET, port);
    if (result < 0 && errno == EADDRINUSE) return 0;
    return result;
}

int cp_tcp_connect(const char *address, uint16_t port)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    int is4 = inet_pton(AF_INET, address, &v4.sin_addr) == 1;
    if (!is4 && inet_pton(AF_INET6, address, &v6.sin6_addr) != 1) {
        errno = EINVAL;
        return -1;
    }
    int fd = socket(is4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -1;
    const struct sockaddr *target = is4 ? (const struct sockaddr *)&v4 : (const struct sockaddr *)&v6;
    socklen_t size = is4 ? sizeof v4 : sizeof v6;
    if (connect(fd, target, size) != 0 && errno != EINPROGRESS) return close_with_errno(fd);
    return fd;
}

int cp_socket_error(int fd)
{
    int error = 0;
    socklen_t size = sizeof error;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
    return error;
}
