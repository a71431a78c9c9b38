#!/bin/sh
# Sets Postfix up as the sending mail server and keeps it in the foreground.
set -eu
postconf -e \
  "myhostname=mail.kommun.example" \
  "mydestination=" \
  "relayhost=[${RELAY_HOST:-brevvakt}]:${RELAY_PORT:-2525}" \
  "mynetworks=127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16" \
  "inet_interfaces=all" \
  "maillog_file=/dev/stdout" \
  "smtp_tls_security_level=may" \
  "smtputf8_enable=yes" \
  "disable_dns_lookups=yes" \
  "smtp_host_lookup=native"
# Debian runs these programs in a chroot that only its init script furnishes: there the name of the next host is unknown.
postconf -F '*/*/chroot=n'
exec postfix start-fg
