# shellcheck shell=bash
# The images of a Supabase, made from the programs of this machine under the official names: a real
# Postgres with the official image's roles and set-up, and one stand-in for all other parts.

supabase_images() {
    image_supabase_postgres
    image_supabase_parts
}

# The official image's contract: the first start makes the roles, then runs /etc/postgresql.schema.sql
# as supabase_admin.
image_supabase_postgres() {
    local root bin major
    bin=$(find /usr/lib/postgresql -path '*/bin/postgres' | sort -V | tail -n 1)
    bin=${bin%/postgres}
    major=$(basename "$(dirname "$bin")")
    root=$(mktemp -d "$world/image.XXXXXX")
    skeleton "$root"
    postgres_programs "$root" "$bin" "$major"
    mkdir -p "$root/etc/postgresql"
    cat >"$root/etc/postgresql/postgresql.conf" <<'CONF'
data_directory = '/var/lib/postgresql/data'
listen_addresses = '*'
hba_file = '/etc/postgresql/pg_hba.conf'
ident_file = '/etc/postgresql/pg_hba.conf'
CONF
    printf 'local all all trust\nhost all all all scram-sha-256\n' >"$root/etc/postgresql/pg_hba.conf"
    cat >"$root/usr/local/bin/docker-entrypoint.sh" <<'SH'
#!/bin/sh
set -e
if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA"
    chown -R 999:999 "$PGDATA"
    exec setpriv --reuid=999 --regid=999 --clear-groups "$0" "$@"
fi
admin="psql -X -q -U supabase_admin -d postgres -h /var/run/postgresql -v ON_ERROR_STOP=1"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    initdb -D "$PGDATA" -U supabase_admin -A trust >/dev/null
    pg_ctl -D "$PGDATA" -w -o "-c listen_addresses=''" start >/dev/null
    $admin <<'SQL'
create role postgres superuser login;
create role anon nologin;
create role authenticated nologin;
create role service_role nologin bypassrls;
create role authenticator noinherit login;
grant anon, authenticated, service_role to authenticator;
create role supabase_auth_admin login;
create role supabase_storage_admin login;
create schema auth authorization supabase_auth_admin;
alter default privileges for role postgres in schema public
    grant all on tables to anon, authenticated, service_role;
grant usage on schema public to anon, authenticated, service_role;
SQL
    if [ -e /etc/postgresql.schema.sql ]; then $admin -f /etc/postgresql.schema.sql; fi
    pg_ctl -D "$PGDATA" -m fast -w stop >/dev/null
fi
exec "$@"
SH
    chmod +x "$root/usr/local/bin/docker-entrypoint.sh"
    chmod 755 "$root"
    import "$root" supabase/postgres:15.8.1.085 'ENTRYPOINT ["docker-entrypoint.sh"]' \
        'CMD ["postgres"]' "ENV PATH=$bin:/usr/local/bin:/usr/bin:/bin" \
        'ENV PGDATA=/var/lib/postgresql/data' 'VOLUME /var/lib/postgresql/data'
}

supabase_parts=(
    kong:2.8.1 supabase/gotrue:v2.177.0 postgrest/postgrest:v12.2.12 supabase/realtime:v2.41.7
    supabase/storage-api:v1.25.12 darthsim/imgproxy:v3.8.0 supabase/postgres-meta:v0.91.2
    supabase/studio:2025.07.21-sha-88dca02
)

image_supabase_parts() {
    local root version name first=${supabase_parts[0]}
    root=$(mktemp -d "$world/image.XXXXXX")
    skeleton "$root"
    python_interpreter "$root"
    version=$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    pack "$root" "$(find /usr/lib/postgresql -path '*/bin/psql' | sort -V | tail -n 1)"
    find "$root/usr/lib/postgresql" -name psql -exec cp {} "$root/usr/local/bin/" \;
    cp "$fixtures/supabase.py" "$root/usr/local/bin/supabase.py"
    mkdir -p "$root/home/kong"
    printf '#!/bin/sh\nexec /usr/bin/python%s /usr/local/bin/supabase.py\n' "$version" \
        | tee "$root/docker-entrypoint.sh" >"$root/usr/local/bin/part"
    chmod +x "$root/docker-entrypoint.sh" "$root/usr/local/bin/part"
    chmod 755 "$root"
    import "$root" "$first" 'ENTRYPOINT ["/usr/local/bin/part"]' \
        'ENV PATH=/usr/local/bin:/usr/bin:/bin'
    for name in "${supabase_parts[@]:1}"; do docker tag "$first" "$name"; done
}
