#!/usr/bin/env bash
# Builds Release and runs the tests. Ends with the line `N passed, N failed, N skipped`, summed over the test projects.
#
#   ./test.sh          the fast tier: everything but tests marked [Trait("Tier", "long")], under 10 minutes on 2 cores
#   ./test.sh --all    everything, the long tests and the containers of Kafka and ClickHouse (where there is a Docker engine) included
#   ./test.sh --help
#
# Needs the .NET 10 SDK, and npm for the embedded ClickHouse engine. Tests that need more (bgpdump, real servers to probe, data, Docker) are
# skipped with a reason where it is missing; as root on a Debian-like system it is installed.
# Exit codes: 0 all passed or skipped; 1 a test failed, a project crashed or hung, the build failed, or nothing ran; 2 wrong use.
# Environment: STREAMWATCH_FEED as for ./streamwatch; STREAMWATCH_KAFKA, STREAMWATCH_CLICKHOUSE: real servers to test with (CONTRIBUTING.md);
#   STREAMWATCH_TEST_SECONDS: the time one project may take (1500, with --all 10800).
set -uo pipefail

root=$(cd -P "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd) || exit 1
limit=${STREAMWATCH_TEST_SECONDS:-1500}
filter=(-trait- Tier=long)
projects=(StreamWatch.Tests StreamWatch.IntegrationTests)
case ${1:-} in
  '') ;;
  --all)
    filter=()
    limit=${STREAMWATCH_TEST_SECONDS:-10800}
    projects+=(StreamWatch.ContainerTests)
    ;;
  -h | --help)
    sed -n '2,/^set /{ /^set /d; s/^# \{0,1\}//; p }' "${BASH_SOURCE[0]}"
    exit 0
    ;;
  *)
    echo "test.sh: '$1' is not known: ./test.sh, ./test.sh --all or ./test.sh --help" >&2
    exit 2
    ;;
esac

# What the tests compare with and probe: bgpdump; kcat; Compose, for its word on our file; a router, a firewall, and a web, a mail and a name server in network namespaces.
# Servers that are installed for it are not started: RUNLEVEL=1 says that to Debian's packages, and the tests start their own copies.
install_tools() {
  local tools=(bgpdump:bgpdump ip:iproute2 tc:iproute2 nft:nftables nginx:nginx-light exim4:exim4-daemon-light dnsmasq:dnsmasq-base kcat:kcat docker-compose:docker-compose) missing=() tool
  for tool in "${tools[@]}"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${tool%%:*}" >/dev/null || missing+=("${tool##*:}")
  done
  [[ ${#missing[@]} == 0 ]] && return
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    say "installing ${missing[*]} (apt-get) ..."
    export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
    local install=(apt-get install -y -qq --no-install-recommends --no-remove) absent=()
    "${install[@]}" "${missing[@]}" >/dev/null 2>&1 && return
    apt-get update -qq >/dev/null 2>&1
    # one by one: what cannot be had, or would push out something that is installed, keeps the others from nothing
    for tool in "${missing[@]}"; do
      "${install[@]}" "$tool" >/dev/null 2>&1 || absent+=("$tool")
    done
    [[ ${#absent[@]} == 0 ]] && return
    missing=("${absent[@]}")
  fi
  say "not installed: ${missing[*]} (Debian: apt-get install ${missing[*]}); the tests that need them are skipped."
}

# Prints `passed failed skipped` of one xunit result file, then the reason of each skipped test, a line each.
# An error outside a test (a fixture's clean-up) counts as failed.
summarize() {
  awk '
    function value(tag, name) {
      if (!match(tag, " " name "=\"[^\"]*\"")) return 0
      return substr(tag, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
    }
    BEGIN { RS = "\001" } # the whole file at once: what tests print may look like anything, tags included
    {
      rest = $0
      while ((at = index(rest, "<![CDATA[")) > 0) {
        tags = tags substr(rest, 1, at - 1)
        inReason = substr(rest, 1, at - 1) ~ /<reason>$/
        rest = substr(rest, at + 9)
        end = index(rest, "]]>")
        if (inReason) { reason = substr(rest, 1, end - 1); gsub(/[ \t\r\n]+/, " ", reason); gsub(/\\"/, "\"", reason); reasons = reasons reason "\n" }
        rest = substr(rest, end + 3)
      }
      count = split(tags rest, part, "<")
      for (i = 1; i <= count; i++) if (part[i] ~ /^assembly /) {
        passed += value(part[i], "passed"); failed += value(part[i], "failed") + value(part[i], "errors"); skipped += value(part[i], "skipped")
      }
      printf "%d %d %d\n%s", passed, failed, skipped, reasons
    }' "$1"
}

# shellcheck source=build/prepare.sh
source "$root/build/prepare.sh"
need_dotnet
lock_build
{
  find_feed && install_librdkafka && install_engine
  install_tools
  say "building Release ..."
  (cd "$root" && dotnet build StreamWatch.sln -c Release -nologo -v:q --tl:off -nodeReuse:false -p:UseSharedCompilation=false >&2)
} 9>&- || { say "the build failed (see above)."; exit 1; }
exec 9>&-

results=$root/.streamwatch/results
rm -rf "$results" && mkdir -p "$results" || exit 1
passed=0 failed=0 skipped=0
for project in "${projects[@]}"; do
  program=$root/tests/$project/bin/Release/net10.0/$project.dll
  # a project that the limited feed leaves out has no entry point; what is left out was said when the feed was looked at
  if [[ ! -f ${program%.dll}.runtimeconfig.json ]]; then
    say "$project is left out: $(sed -n 's/.*<StreamWatchFeed>\([a-z]*\)<.*/the NuGet feed is \1/p' "$root/Feed.local.props")."
    continue
  fi
  result=$results/$project.xml
  echo "== $project"
  # tests of several processes wait more than they compute
  threads=()
  [[ $project == StreamWatch.IntegrationTests ]] && threads=(-maxThreads $(($(nproc) * 3 / 2)))
  timeout --foreground -k 30 "$limit" dotnet exec "$program" -noLogo -noColor ${threads[@]+"${threads[@]}"} ${filter[@]+"${filter[@]}"} -xml "$result"
  code=$?
  if [[ -s $result ]]; then
    { read -r p f s; cat >>"$results/skipped"; } < <(summarize "$result")
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  else
    p=0 f=0 s=0
  fi
  if [[ $code == 124 || $code == 137 ]]; then
    echo "$project did not end within $limit s and was stopped."
    failed=$((failed + 1))
  elif [[ ! -s $result || ($code != 0 && $f == 0) ]]; then
    echo "$project ended with exit code $code without saying which test failed."
    failed=$((failed + 1))
  fi
done

if [[ -s $results/skipped ]]; then
  echo "== skipped, by reason"
  sort "$results/skipped" | uniq -c | sort -rn | sed 's/^ *\([0-9]*\) /\1 x /'
fi
[[ $((passed + failed)) -gt 0 ]] || echo "nothing ran."
echo "$passed passed, $failed failed, $skipped skipped"
[[ $failed == 0 && $passed -gt 0 ]]
