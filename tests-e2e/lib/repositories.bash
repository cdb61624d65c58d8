# shellcheck shell=bash
# Throwaway repositories and their configurations.

# repository NAME: a new one in the world, with one commit; prints its folder. Standard input, where
# there is some, becomes envctl.yaml.
repository() {
    local folder=$world/$1
    mkdir -p "$folder"
    git -C "$folder" init --quiet
    configure "$folder"
    git -C "$folder" add --all
    git -C "$folder" commit --quiet --allow-empty --message "first"
    printf '%s\n' "$folder"
}

# configure FOLDER: standard input becomes its envctl.yaml; PYTHON and SERVICE stand for the real
# interpreter and the service of the fixtures.
configure() {
    sed -e "s|PYTHON|$python|g" -e "s|SERVICE|$fixtures/service.py|g" >"$1/envctl.yaml"
    [[ -s $1/envctl.yaml ]] || rm -f "$1/envctl.yaml"
}

# worktree REPOSITORY BRANCH: a linked worktree beside it; prints its folder.
worktree() {
    local folder=$1-${2//[^[:alnum:]]/-}
    git -C "$1" worktree add --quiet -b "$2" "$folder"
    printf '%s\n' "$folder"
}

# A copy of the example, as a repository of its own.
storefront() {
    local folder=$world/$1
    cp -R "$checkout/docs/examples/storefront" "$folder"
    rm -rf "$folder/api/.venv"
    printf '.venv/\n__pycache__/\n' >"$folder/.gitignore"
    git -C "$folder" init --quiet
    git -C "$folder" add --all
    git -C "$folder" commit --quiet --message "storefront"
    printf '%s\n' "$folder"
}
