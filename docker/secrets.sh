#!/usr/bin/env bash
# Makes the passwords of the cluster, each in a file of docker/secrets (ignored by version control), where they are missing.
#
#   ./secrets.sh           make what is missing; what is there stays as it is
#   ./secrets.sh --renew   make all of them anew; then: docker compose up --wait --force-recreate
#
# The folder is closed to other users. The files in it are readable, because compose mounts them as they are, and each service has a user of its own.
# Grafana takes its admin password at its first start alone; later: docker compose exec grafana grafana cli admin reset-admin-password
# Exit codes: 0 done; 1 a file could not be written; 2 wrong use.
set -euo pipefail

case ${1:-} in
  '') renew= ;;
  --renew) renew=1 ;;
  -h | --help)
    sed -n '2,/^set /{ /^set /d; s/^# \{0,1\}//; p }' "${BASH_SOURCE[0]}"
    exit 0
    ;;
  *)
    echo "secrets.sh: '$1' is not known: ./secrets.sh, ./secrets.sh --renew or ./secrets.sh --help" >&2
    exit 2
    ;;
esac

folder=${STREAMWATCH_SECRETS:-$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/secrets}
umask 077
mkdir -p "$folder"
chmod 700 "$folder"

# 256 bits in letters, digits, - and _
random() { head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

for name in clickhouse_writer_password clickhouse_reader_password grafana_admin_password; do
  if [[ -n $renew || ! -s $folder/$name ]]; then
    random >"$folder/$name.new"
    chmod 644 "$folder/$name.new"
    mv "$folder/$name.new" "$folder/$name"
    echo "secrets.sh: made $name" >&2
  fi
done

# What ClickHouse knows are hashes.
hash() { sha256sum <"$folder/$1" | cut -d ' ' -f 1; }
cat >"$folder/clickhouse_password_hashes.xml.new" <<XML
<clickhouse>
  <users>
    <streamwatch_writer><password_sha256_hex>$(hash clickhouse_writer_password)</password_sha256_hex></streamwatch_writer>
    <streamwatch_reader><password_sha256_hex>$(hash clickhouse_reader_password)</password_sha256_hex></streamwatch_reader>
  </users>
</clickhouse>
XML
chmod 644 "$folder/clickhouse_password_hashes.xml.new"
mv "$folder/clickhouse_password_hashes.xml.new" "$folder/clickhouse_password_hashes.xml"
