extension Layout {
    /// Ten projects that many know, as their repositories are laid out.
    static let known: [Layout] = [
        mastodon, chatwoot, umami, calendar, saleor, netbox, fastAPI, gitea, lemmy, vapor, voting,
    ]

    private static let mastodon = Layout(
        name: "Mastodon: Procfile.dev, Rails and Node",
        files: [
            "Procfile.dev": """
            web: env PORT=3000 RAILS_ENV=development bundle exec puma -C config/puma.rb
            sidekiq: env PORT=3000 RAILS_ENV=development bundle exec sidekiq
            stream: env PORT=4000 yarn workspace @mastodon/streaming start
            vite: yarn run vite --port 3036
            """,
            "docker-compose.yml": """
            services:
              db:
                image: postgres:14-alpine
                environment: ["POSTGRES_HOST_AUTH_METHOD=trust"]
              redis: { image: "redis:7-alpine" }
              web:
                build: .
                command: bundle exec puma -C config/puma.rb
                ports: ["127.0.0.1:3000:3000"]
            """,
            "package.json": #"{"scripts": {"start": "node ./streaming"}, "dependencies": {}}"#,
            "yarn.lock": "",
            "streaming/package.json": #"{"scripts": {"start": "node ./index.js"}}"#,
            ".env.production.sample": """
            LOCAL_DOMAIN=example.com
            REDIS_HOST=localhost
            REDIS_PORT=6379
            DB_HOST=/var/run/postgresql
            DB_USER=mastodon
            DB_NAME=mastodon_production
            SECRET_KEY_BASE=
            """,
        ], requirements: ["postgres", "redis"],
        services: [
            "web 5000 env PORT=3000 RAILS_ENV=development bundle exec puma -C config/puma.rb",
            "sidekiq - env PORT=3000 RAILS_ENV=development bundle exec sidekiq",
            "stream - env PORT=4000 yarn workspace @mastodon/streaming start",
            "vite 3036 yarn run vite --port ${port}",
        ], steps: ["packages"], notes: ["LOCAL_DOMAIN, SECRET_KEY_BASE"])

    private static let chatwoot = Layout(
        name: "Chatwoot: foreman and .env.example",
        files: [
            "Procfile.dev": """
            backend: bin/rails s -p 3000
            worker: dotenv bundle exec sidekiq -C config/sidekiq.yml
            vite: bin/vite dev
            """,
            ".env.example": """
            # Used to verify cookies
            SECRET_KEY_BASE=replace_with_lengthy_secure_hex
            REDIS_URL=redis://redis:6379
            REDIS_PASSWORD=
            POSTGRES_HOST=postgres
            POSTGRES_USERNAME=postgres
            POSTGRES_PASSWORD=
            RAILS_ENV=development
            """,
        ], requirements: ["redis", "postgres"],
        services: [
            "backend 3000 bin/rails s -p ${port}",
            "worker - dotenv bundle exec sidekiq -C config/sidekiq.yml", "vite - bin/vite dev",
        ], notes: ["SECRET_KEY_BASE, RAILS_ENV"])

    private static let umami = Layout(
        name: "Umami: Next.js and a compose file",
        files: [
            "package.json": """
            {"scripts": {"dev": "next dev -p 3001 --turbo", "build": "next build"},
             "dependencies": {"next": "15.0.0"}}
            """,
            "pnpm-lock.yaml": "lockfileVersion: '9.0'",
            "docker-compose.yml": """
            services:
              umami:
                image: ghcr.io/umami-software/umami:postgresql-latest
                ports: ["3000:3000"]
              db:
                image: postgres:15-alpine
                environment: { POSTGRES_DB: umami, POSTGRES_USER: umami, POSTGRES_PASSWORD: umami }
            """,
        ], requirements: ["postgres"], services: ["web 3001 pnpm run dev -p ${port}"],
        steps: ["packages"], notes: ["no requirement for the image ghcr.io/umami-software"])

    private static let calendar = Layout(
        name: "Cal.com: a monorepo of turbo",
        files: [
            "package.json": """
            {"workspaces": ["apps/*", "packages/*"], "scripts": {"dev": "turbo run dev"}}
            """,
            "yarn.lock": "",
            "apps/web/package.json": """
            {"scripts": {"dev": "next dev"}, "dependencies": {"next": "15"}}
            """,
            "apps/api/package.json": """
            {"scripts": {"dev": "PORT=3003 next dev"}, "dependencies": {"next": "15"}}
            """,
            "packages/ui/package.json": #"{"scripts": {"dev": "tsc --watch"}}"#,
            ".env.example": """
            DATABASE_URL="postgresql://postgres:@localhost:5450/calendso"
            NEXTAUTH_SECRET=
            """,
        ], requirements: ["postgres"],
        services: ["api 3003 yarn run dev", "web 3000 yarn run dev"], steps: ["packages"],
        notes: ["only starts others", "NEXTAUTH_SECRET"])

    private static let saleor = Layout(
        name: "Saleor: Django, celery, compose with other servers",
        files: [
            "manage.py": "", "pyproject.toml": "[project]\nname = 'saleor'\n", "uv.lock": "",
            "saleor/celery.py": "", "saleor/settings.py": "",
            ".devcontainer/docker-compose.yml": """
            services:
              db: { image: "library/postgres:15-alpine", ports: ["5432:5432"] }
              cache: { image: "valkey/valkey:8.1-alpine", ports: ["6379:6379"] }
              mailpit: { image: "axllent/mailpit" }
            """,
        ], requirements: ["postgres", "redis"],
        services: [
            "web 8000 uv run python manage.py runserver 127.0.0.1:${port}",
            "worker - uv run celery -A saleor worker --loglevel info",
        ], steps: ["migrate", "packages"], notes: ["axllent/mailpit"])

    private static let netbox = Layout(
        name: "NetBox: Django in a folder, requirements at the top",
        files: [
            "requirements.txt": "Django==5.2\npsycopg[c,pool]==3.2\n", "netbox/manage.py": "",
            "docker-compose.yml": """
            x-env: &env { DB_HOST: postgres, DB_NAME: netbox, REDIS_HOST: redis }
            services:
              netbox: { build: ., environment: *env, ports: ["8000:8080"] }
              postgres: { image: "docker.io/postgres:17-alpine", environment: { POSTGRES_DB: netbox } }
              redis: { image: "docker.io/valkey/valkey:8.0-alpine" }
            """,
        ], requirements: ["postgres", "redis"],
        services: ["netbox 8000 ../.venv/bin/python manage.py runserver 127.0.0.1:${port}"],
        steps: ["packages", "netbox-migrate"], notes: ["its command is inside of its image"])

    private static let fastAPI = Layout(
        name: "FastAPI template: backend and frontend",
        files: [
            "docker-compose.yml": """
            services:
              db: { image: "postgres:17", environment: ["POSTGRES_DB=${POSTGRES_DB:-app}"] }
              adminer: { image: adminer, ports: ["8080:8080"] }
              backend: { build: { context: ./backend }, ports: ["8000:8000"] }
            """,
            "backend/pyproject.toml": "[project]\ndependencies = [\"fastapi[standard]\"]\n",
            "backend/alembic.ini": "", "backend/app/main.py": "app = FastAPI(title='x')\n",
            "frontend/package.json": """
            {"scripts": {"dev": "vite"}, "devDependencies": {"vite": "6"}}
            """, "frontend/package-lock.json": "{}",
        ], requirements: ["postgres"],
        services: [
            "backend 8000 .venv/bin/uvicorn app.main:app --port ${port} --reload",
            "frontend 5173 npm run dev -- --port ${port}",
        ], steps: ["backend-packages", "backend-migrate", "frontend-packages"],
        notes: ["adminer"])

    private static let gitea = Layout(
        name: "Gitea: Go",
        files: [
            "go.mod": "module code.gitea.io/gitea\n", "main.go": "package main\nfunc main() {}\n",
            "package.json": #"{"dependencies": {"vue": "3"}}"#,
        ], requirements: [], services: ["NAME - go run ."], steps: ["build"])

    private static let lemmy = Layout(
        name: "Lemmy: a workspace of cargo",
        files: [
            "Cargo.toml": "[workspace]\nmembers = [\"crates/server\"]\n",
            "crates/server/Cargo.toml": "[package]\nname = \"lemmy_server\"\n",
            "crates/server/src/main.rs": "fn main() { bind(\"127.0.0.1:8536\") }\n",
            "docker/docker-compose.yml": """
            services:
              lemmy: { build: { context: ../ }, ports: ["8536:8536"] }
              pictrs: { image: "asonix/pictrs:0.5" }
              postgres: { image: "pgautoupgrade/pgautoupgrade:17-alpine" }
            """,
        ], requirements: [], services: ["lemmy-server 8536 cargo run"],
        notes: ["asonix/pictrs", "pgautoupgrade"])

    private static let vapor = Layout(
        name: "Vapor's template: Swift",
        files: [
            "Package.swift": """
            let package = Package(
                name: "shop", dependencies: [.package(url: "https://github.com/vapor/vapor.git")],
                targets: [.executableTarget(name: "App", dependencies: []),
                          .testTarget(name: "AppTests")])
            """,
            "docker-compose.yml": """
            x-shared: &shared { DATABASE_HOST: db, DATABASE_NAME: vapor_database }
            services:
              app:
                image: shop:latest
                build: { context: . }
                environment: { <<: *shared }
                ports: ["8080:8080"]
                command: ["serve", "--env", "production", "--port", "8080"]
              db: { image: "postgres:18-alpine", environment: { POSTGRES_DB: vapor_database } }
            """,
        ], requirements: ["postgres"],
        services: ["app 8080 swift run App serve --hostname 127.0.0.1 --port ${port}"],
        steps: ["build"])

    private static let voting = Layout(
        name: "The voting app: compose alone",
        files: [
            "docker-compose.yml": """
            services:
              vote:
                build: { context: ./vote }
                command: python app.py
                ports: ["8080:80"]
              result: { build: ./result, ports: ["8081:80", "127.0.0.1:9229:9229"] }
              worker: { build: ./worker }
              redis: { image: "redis:alpine" }
              db: { image: "postgres:15-alpine", environment: { POSTGRES_USER: postgres } }
            """,
            "vote/requirements.txt": "flask\nredis\n", "vote/app.py": "app = Flask(__name__)\n",
            "result/package.json": #"{"scripts": {"start": "node server.js"}}"#,
            "result/package-lock.json": "{}",
        ], requirements: ["redis", "postgres"],
        services: [
            "result 8081 npm run start", "vote 5000 .venv/bin/flask --app app run --port ${port}",
        ], steps: ["result-packages", "vote-packages"], notes: ["worker: its command is inside"])
}
