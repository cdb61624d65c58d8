#include "CLibgit2.h"

#include <dlfcn.h>

/* Every function that is used, once. */
#define FUNCTIONS(each)            \
    each(libgit2_init)             \
    each(libgit2_opts)             \
    each(error_last)               \
    each(repository_open_ext)      \
    each(repository_free)          \
    each(repository_path)          \
    each(repository_commondir)     \
    each(repository_is_bare)       \
    each(worktree_list)            \
    each(strarray_dispose)         \
    each(worktree_lookup)          \
    each(worktree_free)            \
    each(worktree_path)            \
    each(worktree_is_locked)       \
    each(config_open_default)      \
    each(config_open_ondisk)       \
    each(config_free)              \
    each(config_get_multivar_foreach)

#define POINTER(name) __typeof__(&git_##name) name;
static struct { FUNCTIONS(POINTER) } git;

/* The interface that the headers describe, not whichever is newest. */
#define LIBRARY "libgit2.so." LIBGIT2_SOVERSION

const char *cg_load(void) {
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!library) return dlerror();
#define FIND(name) \
    if (!(git.name = (__typeof__(git.name))dlsym(library, "git_" #name))) return dlerror();
    FUNCTIONS(FIND)
    return NULL;
}

int cg_libgit2_init(void) { return git.libgit2_init(); }

int cg_allow_extensions(const char **names, size_t count) {
    return git.libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, count);
}

int cg_validate_owner(int enabled) {
    return git.libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, enabled);
}

const git_error *cg_error_last(void) { return git.error_last(); }

int cg_repository_open_ext(git_repository **out, const char *path, unsigned int flags,
                           const char *ceilings) {
    return git.repository_open_ext(out, path, flags, ceilings);
}

void cg_repository_free(git_repository *repository) { git.repository_free(repository); }

const char *cg_repository_path(const git_repository *repository) {
    return git.repository_path(repository);
}

const char *cg_repository_commondir(const git_repository *repository) {
    return git.repository_commondir(repository);
}

int cg_repository_is_bare(const git_repository *repository) {
    return git.repository_is_bare(repository);
}

int cg_worktree_list(git_strarray *out, git_repository *repository) {
    return git.worktree_list(out, repository);
}

void cg_strarray_dispose(git_strarray *array) { git.strarray_dispose(array); }

int cg_worktree_lookup(git_worktree **out, git_repository *repository, const char *name) {
    return git.worktree_lookup(out, repository, name);
}

void cg_worktree_free(git_worktree *worktree) { git.worktree_free(worktree); }

const char *cg_worktree_path(const git_worktree *worktree) { return git.worktree_path(worktree); }

int cg_worktree_is_locked(const git_worktree *worktree) {
    return git.worktree_is_locked(NULL, worktree);
}

int cg_config_open_default(git_config **out) { return git.config_open_default(out); }

int cg_config_open_ondisk(git_config **out, const char *path) {
    return git.config_open_ondisk(out, path);
}

void cg_config_free(git_config *config) { git.config_free(config); }

int cg_config_get_multivar_foreach(const git_config *config, const char *name, const char *pattern,
                                   git_config_foreach_cb callback, void *payload) {
    return git.config_get_multivar_foreach(config, name, pattern, callback, payload);
}
