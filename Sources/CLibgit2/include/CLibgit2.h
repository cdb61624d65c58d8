#pragma once
#include <git2.h>
#include <stddef.h>

/*
 * libgit2, opened when it is first needed: to load it with the libraries that it brings takes 2 ms,
 * which `status`, `stop` or `--version` would pay for nothing. The types are the library's own; each
 * cg_ function is the git_ function of that name.
 */

/* Opens the library: NULL, or what the loader said (valid until the thread's next loader call).
 * Call it once, before anything else here. */
const char *cg_load(void);

int cg_libgit2_init(void);
/* Swift can't call a variadic function: one fixed form for each option that is set. */
int cg_allow_extensions(const char **names, size_t count);
int cg_validate_owner(int enabled);
const git_error *cg_error_last(void);

int cg_repository_open_ext(git_repository **out, const char *path, unsigned int flags,
                           const char *ceilings);
void cg_repository_free(git_repository *repository);
const char *cg_repository_path(const git_repository *repository);
const char *cg_repository_commondir(const git_repository *repository);
int cg_repository_is_bare(const git_repository *repository);

int cg_worktree_list(git_strarray *out, git_repository *repository);
void cg_strarray_dispose(git_strarray *array);
int cg_worktree_lookup(git_worktree **out, git_repository *repository, const char *name);
void cg_worktree_free(git_worktree *worktree);
const char *cg_worktree_path(const git_worktree *worktree);
/* Whether it is locked, without the reason. */
int cg_worktree_is_locked(const git_worktree *worktree);

int cg_config_open_default(git_config **out);
int cg_config_open_ondisk(git_config **out, const char *path);
void cg_config_free(git_config *config);
int cg_config_get_multivar_foreach(const git_config *config, const char *name, const char *pattern,
                                   git_config_foreach_cb callback, void *payload);
