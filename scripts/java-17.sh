# Sourced by the other scripts, which define fail: a Java 17, its locale, what Spark needs of it and
# what we do.

# What spark-submit adds by itself.
opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
  java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action \
  sun.util.calendar; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done

# Jobs of a minute on few cores: only what is hot goes to the optimising compiler, which took a third
# of all CPU time before.
compiler=(-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000
  -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000)

# Arguments, file names and output are UTF-8, whatever the environment says: a JVM takes their encoding
# from the locale that it is started in.
use_utf8() {
  local charmap name
  charmap=$(locale charmap 2>/dev/null) || charmap=
  [ "$charmap" != UTF-8 ] || return 0
  name=$(locale -a 2>/dev/null | grep -i -m 1 -E '^(C|en_US)\.utf-?8$') || name=C.UTF-8
  export LC_ALL=$name
}

# Sets $java: JAVA_HOME's or the path's, which must be a Java 17.
find_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  local path version
  path=$(command -v "$java") || fail "no Java at $java; install a JDK 17 and set JAVA_HOME to it"
  # The release file beside bin/ saves starting a JVM to ask it.
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$(dirname "$(readlink -f "$path")")/../release" 2>/dev/null) || true
  [ -n "$version" ] || version=$("$java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/^ *java.specification.version = //p')
  [ "$version" = 17 ] ||
    fail "$path is Java ${version:-of an unknown version}, but Spark 3.5 needs Java 17; set JAVA_HOME to a JDK 17"
}
