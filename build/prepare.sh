# Sourced by ./streamwatch and ./test.sh: what a machine must have, which NuGet feed it has, and the embedded ClickHouse engine.
# Everything it says goes to stderr. Expects $root (the repository) and defines functions only.
# shellcheck shell=bash disable=SC2154

say() { printf 'streamwatch: %s\n' "$*" >&2; }

# The .NET 10 SDK, or one message and exit 2. Without a home directory the SDK would refuse to start: it then gets one here.
need_dotnet() {
  if ! command -v dotnet >/dev/null; then
    say "the .NET 10 SDK is missing: there is no 'dotnet' on PATH. Install the package dotnet-sdk-10.0 (or see https://dot.net), then start again."
    exit 2
  fi
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=1
  if [[ -z ${HOME:-} || ! -w ${HOME:-} ]]; then
    export DOTNET_CLI_HOME=${DOTNET_CLI_HOME:-$root/.streamwatch/home} NUGET_PACKAGES=${NUGET_PACKAGES:-$root/.streamwatch/packages}
  fi
  local sdks
  sdks=$(cd / && dotnet --list-sdks 2>/dev/null)
  if ! grep -q '^10\.' <<<"$sdks"; then
    sdks=$(awk '{ printf "%s%s", (NR > 1 ? ", " : ""), $1 }' <<<"$sdks")
    say "the .NET 10 SDK is missing: $(command -v dotnet) has ${sdks:-no SDK at all}. Install the package dotnet-sdk-10.0 (or see https://dot.net), then start again."
    exit 2
  fi
}

# Installs the embedded ClickHouse engine that package-lock.json names, where that was not done yet. What became of it stands in
# .streamwatch/engine: `ready`, `npm` (npm is missing), `never` (not on such a machine) or `failed`; then the lock file's checksum.
install_engine() {
  [[ -f $root/package-lock.json ]] || return 0
  local file=$root/.streamwatch/engine state lock
  lock=$(cksum <"$root/package-lock.json")
  if [[ -d $root/node_modules && -f $file && $(<"$file") == $'ready\n'$lock ]]; then return 0; fi
  if [[ $(uname -s) != Linux || $(uname -m) != x86_64 ]]; then
    state=never
    say "the embedded ClickHouse engine exists for Linux x64 alone, and this is $(uname -s) $(uname -m). $without_engine"
  elif ! getconf GNU_LIBC_VERSION >/dev/null 2>&1; then
    state=never
    say "the embedded ClickHouse engine needs glibc, and this system has another C library. $without_engine"
  elif ! command -v npm >/dev/null; then
    state=npm
    say "npm is missing, and the embedded ClickHouse engine comes from it: install the package npm, then start again. $without_engine"
  else
    say "fetching the ClickHouse engine (npm ci; once, about 180 MB) ..."
    rm -f "$file" # interrupted from here on, it is not ready
    if (cd "$root" && npm ci --no-audit --no-fund --no-update-notifier --loglevel=error >&2); then
      state=ready
    else
      state=failed
      say "npm ci failed (see above); it is tried again at the next start. $without_engine"
    fi
  fi
  printf '%s\n' "$state" "$lock" >"$file"
}
without_engine="Without it 'bgp dump' and 'bgp stat' work; what stores or queries needs a ClickHouse server by URL."

# Finds out once which NuGet feed this machine has, and remembers it in Feed.local.props (see Feed.props).
# STREAMWATCH_FEED=full or limited decides without looking.
find_feed() {
  [[ -f $root/Feed.local.props ]] && return 0
  say "looking at the NuGet feed (once) ..."
  local answer
  if ! answer=$(dotnet msbuild "$root/build/Feed.proj" -t:RememberFeed -p:KnownFeed="${STREAMWATCH_FEED:-}" -nologo -v:m -nodeReuse:false 2>&1); then
    printf '%s\n' "$answer" >&2
    return 1
  fi
  # MSBuild indents messages by two
  [[ -z $answer ]] || say "${answer#"${answer%%[![:space:]]*}"}"
}

# The system's Kafka client library, where the feed has none to bring with the client (Feed.props). Only the Kafka stages need it: a machine
# without it builds and runs everything else.
install_librdkafka() {
  [[ $(uname -s) == Linux ]] || return 0
  grep -qE '<FeedHasLibrdkafka>true<|<StreamWatchFeed>full<' "$root/Feed.local.props" 2>/dev/null && return 0
  PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null | grep -q 'librdkafka\.so ' && return 0
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    say "installing librdkafka-dev (apt-get) ..."
    local -a install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends --no-remove librdkafka-dev)
    "${install[@]}" >/dev/null 2>&1 && return 0
    apt-get update -qq >/dev/null 2>&1
    "${install[@]}" >/dev/null 2>&1 && return 0
  fi
  say "librdkafka is missing, which the Kafka stages need (Debian: apt-get install librdkafka-dev); everything else works without it."
}

# Holds the build lock of this clone on descriptor 9 until the process ends or closes it: one build at a time, the others wait.
lock_build() {
  mkdir -p "$root/.streamwatch"
  exec 9>"$root/.streamwatch/lock"
  command -v flock >/dev/null || return 0
  flock -n 9 && return 0
  say "another start is building; waiting for it ..."
  flock 9
}
