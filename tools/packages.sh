# packages.sh - installs Debian packages that are missing. Sourced: need_packages name...
need_packages() {
        local missing=() p
        for p in "$@"; do
                dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing+=("$p")
        done
        [ ${#missing[@]} -eq 0 ] && return 0
        echo "installing: ${missing[*]}"
        local sudo=
        [ "$(id -u)" -eq 0 ] || sudo=sudo
        $sudo apt-get update -qq
        DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}
build_packages=(gcc libc6-dev binutils re2c lemon meson ninja-build pkg-config libgmp-dev libmpfr-dev libdw-dev libelf-dev libxxhash-dev golang-1.19-src)
