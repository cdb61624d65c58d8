/// What the image's own set-up runs at the end of its first start (`/etc/postgresql.schema.sql`, as
/// `supabase_admin`, by `psql`): passwords of the roles, settings for row policies.
enum SupabaseRoles {
    /// The values come from the container's environment, so that no text of ours holds them.
    static let sql = """
        \\set password `printf %s "$POSTGRES_PASSWORD"`
        \\set secret `printf %s "$JWT_SECRET"`
        \\set expiry `printf %s "$JWT_EXP"`
        alter role postgres with password :'password';
        alter role authenticator with password :'password';
        alter role supabase_auth_admin with password :'password';
        alter role supabase_storage_admin with password :'password';
        alter role supabase_admin with password :'password';
        alter database postgres set "app.settings.jwt_secret" to :'secret';
        alter database postgres set "app.settings.jwt_exp" to :'expiry';
        create schema if not exists _realtime;
        alter schema _realtime owner to supabase_admin;
        """
}
