#!/bin/sh
# Takes the part of Docker's command line that jobs use; an image is a script in the folder images beside it, a container a process.
here=$(dirname "$0")
echo "$*" >> "$here/calls"
case $1 in
version) echo 27.0 ;;
network) [ "$2" != inspect ] ;;
stop)
    kill -TERM "$(cat "$here/$4.pid")" 2>/dev/null
    while [ -e "$here/$4.pid" ]; do sleep 0.05; done
    ;;
rm) [ ! -e "$here/$3.pid" ] || kill -KILL "$(cat "$here/$3.pid")" ;;
run)
    shift
    name= volume= entry=
    while :; do
        case $1 in
        --rm) shift ;;
        --name) name=$2; shift 2 ;;
        --volume) volume=${2%:/opt/ml}; shift 2 ;;
        --entrypoint) entry=$2; shift 2 ;;
        --env) export "$2"; shift 2 ;;
        --publish) PUBLISHED=${2#*:}; export PUBLISHED=${PUBLISHED%:*}; shift 2 ;;
        --network | --network-alias | --hostname) shift 2 ;;
        *) break ;;
        esac
    done
    image=$1
    shift
    [ -n "$entry" ] || set -- "$here/images/$image" "$@"
    unshare --mount -- sh -c 'mkdir -p /opt; mount -t tmpfs none /opt; mkdir /opt/ml; mount --bind "$0" /opt/ml; exec "$@"' "$volume" "${entry:-sh}" "$@" &
    echo $! > "$here/$name.pid"
    wait $!
    code=$?
    rm "$here/$name.pid"
    exit $code
    ;;
esac
