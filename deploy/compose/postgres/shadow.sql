-- The database of a shadow, and a user that owns it and nothing else: SHADOW.md. PostgreSQL's image runs this once, when its data
-- folder is empty; otherwise run it by psql as a superuser, where the file is.
\set ON_ERROR_STOP on

\set password `cat /run/secrets/postgres-shadow`
create role shadow login password :'password';
create database shadow owner shadow;
revoke all on database shadow from public;
