extension ConfigurationReference {
    static let introduction = #"""
        # Configuration

        <!-- Generated from the table in Sources/Configuration; a change here is lost. -->

        `envctl.yaml` says what a worktree needs to live. It is committed; the nearest one from the
        current folder upwards is taken, never one beyond the worktree.

        ```yaml
        version: 1
        requirements:
          postgres: { version: ">=14", database: storefront, seed: db/seed.sql }
          redis: {}
        services:
          api:
            directory: api
            prepare:
              - run: [python3, -m, venv, .venv]
                creates: .venv
              - run: .venv/bin/pip install -r requirements.txt
                inputs: [requirements.txt]
            command: .venv/bin/uvicorn app:app --port ${port}
            port: 8000
            ready: { http: /healthz, timeout: 30s }
            needs: [postgres, redis]
          web:
            command: node server.js
            port: 3000
            env: { API_URL: "${services.api.url}" }
            needs: [api]
        steps:
          migrate:
            run: .venv/bin/alembic upgrade head
            directory: api
            before: api
            needs: [postgres]
            inputs: ["migrations/**"]
        ```

        ## Layers

        The highest layer that sets a key wins; a key that no layer sets is *unset*, which is not the
        same as set to its default. `envctl show-config` prints each value with its origin.

        1. flags of the command line
        2. `KEY=VALUE` words of the command line
        3. `ENVCTL_…` variables of the environment
        4. `.envctl` beside `envctl.yaml`: this checkout only, not committed. A worktree without one
           uses the whole `.envctl` of the main worktree.
        5. `envctl.yaml`
        6. `$XDG_CONFIG_HOME/envctl/config.yaml` (`~/.config/envctl/config.yaml`): preferences of a
           person, never components
        7. `/etc/envctl/config.yaml`: preferences of the machine
        8. defaults

        Maps are joined key by key, everything else is replaced as a whole.

        Every mistake of every layer is reported in one answer, with its place:

        ```
        envctl.yaml:14:5: unknown key 'comand' in service 'api'; did you mean 'command'?
        ```

        ## Text, numbers and `${…}`

        Scalars are read by the core rules of YAML 1.2: `true` and `false` are booleans, `no` and `on`
        are text, `1.10` is a number and `"1.10"` is text. A version that is a plain number (`15`, `15.4`)
        may stand without quotes, any other belongs in them. Anchors, aliases and `<<` work; a key that
        is there twice is a mistake.

        envctl expands `${…}` where a table below says *a command* or *text with `${…}`*: in the commands
        of services, steps and probes, in `env`, and in `url` and what else of a requirement says so.
        Nowhere else: a `seed` that is a list and `release.commands` stay as they are. It knows

        | reference | is |
        |---|---|
        | `${port}` | the port of the service it stands in |
        | `${ports.NAME}` | a further port of that service |
        | `${project}` | the name of the project |
        | `${services.NAME.url}`, `.host`, `.port`, `.ports.NAME` | where a service answers |
        | `${requirements.NAME.KEY}` | what the requirement offers, as `url` or `password` |
        | `${env.NAME}` | a variable of the caller |

        A requirement is asked before anything has a port: its `url` and its other keys take
        `${env.NAME}` and `${project}` only. Anything else in `${…}` is a mistake. `$$` is a dollar sign,
        so that `$${HOME}` reaches the shell as `${HOME}`; every other `$` is left alone.

        A time is `500ms`, `30s`, `1.5m` or `2h`; a bare number counts seconds. A version is `15` (every
        15.x), `>=14`, `>=14,<17` or `!=16.1`.

        """#

    static let variables = #"""
        ## Names of variables

        Every key has one name for `.envctl`, the environment and `KEY=VALUE` words: `ENVCTL_` and the
        path in capitals, levels joined by `__`, dashes as `_`. Words on the command line may leave the
        prefix out.

        | key | name |
        |---|---|
        | `jobs` | `ENVCTL_JOBS` |
        | `services.api.port` | `ENVCTL_SERVICES__API__PORT` |
        | `services.my-worker.env.LOG_LEVEL` | `ENVCTL_SERVICES__MY_WORKER__ENV__LOG_LEVEL` |
        | `requirements.postgres.version` | `ENVCTL_REQUIREMENTS__POSTGRES__VERSION` |

        Lists are written `a,b` or as in YAML (`[a, b]`); those of `watch` (not of `watch.paths`) and of
        `seed` only as in YAML, and so are the words of a command, with quotes (`["a", "b"]`). Maps are
        written as in YAML (`{ a: 1 }`). A name that is no key is a mistake. These variables are envctl's
        own and no keys: `ENVCTL_STATE_DIR`, `ENVCTL_RUNTIME_DIR`, `ENVCTL_CACHE_DIR`, `ENVCTL_DEBUG…`,
        `ENVCTL_TEST_…`, and those that it gives to services: `ENVCTL_SCOPE`, `ENVCTL_PROJECT`,
        `ENVCTL_RUN`, `ENVCTL_COMPONENT`, `ENVCTL_PROJECTED`.

        ## `.envctl`

        Lines of `KEY=VALUE`; `#` begins a comment, single quotes keep everything, double quotes know
        `\n`, `\t`, `\"` and `\\`. `envctl config set` writes between two marker lines and leaves every
        other byte as it is:

        ```
        # >>> envctl >>>
        ENVCTL_SERVICES__API__PORT=9000
        # <<< envctl <<<
        ```

        """#
}
