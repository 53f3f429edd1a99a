-- A database for each service, and a user that owns it and nothing else. PostgreSQL's image runs this once, when its
-- data folder is empty; on a server of your own run it by psql as a superuser, where the three files are.
\set ON_ERROR_STOP on

\set password `cat /run/secrets/postgres-allocation`
create role allocation login password :'password';
create database allocation owner allocation;
revoke all on database allocation from public;

\set password `cat /run/secrets/postgres-availability`
create role availability login password :'password';
create database availability owner availability;
revoke all on database availability from public;

\set password `cat /run/secrets/postgres-legacy`
create role legacy login password :'password';
create database legacy owner legacy;
revoke all on database legacy from public;
