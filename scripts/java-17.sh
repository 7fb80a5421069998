# Sourced by the other scripts, which must define the function fail. Finds Java 17, sets a UTF-8 locale, and defines
# the JVM options that Spark and corpuslm need.

# The options that spark-submit adds.
opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
  java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action \
  sun.util.calendar; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done

# Compiles only hot methods with the optimizing compiler. With default thresholds, it takes a third of the CPU time
# of a job that lasts a minute on few cores.
compiler=(-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000
  -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000)

# Sets a UTF-8 locale if there is none. A JVM takes the encoding of arguments, file names and output from the locale
# in which it starts.
use_utf8() {
  local charmap name
  charmap=$(locale charmap 2>/dev/null) || charmap=
  [ "$charmap" != UTF-8 ] || return 0
  name=$(locale -a 2>/dev/null | grep -i -m 1 -E '^(C|en_US)\.utf-?8$') || name=C.UTF-8
  export LC_ALL=$name
}

# Sets $java to the Java of JAVA_HOME or of the path, and fails unless it is version 17.
find_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  local path version
  path=$(command -v "$java") || fail "no Java at $java; install a JDK 17 and set JAVA_HOME to it"
  # Reads the release file beside bin/, which is faster than starting a JVM.
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$(dirname "$(readlink -f "$path")")/../release" 2>/dev/null) || true
  [ -n "$version" ] || version=$("$java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/^ *java.specification.version = //p')
  [ "$version" = 17 ] ||
    fail "$path is Java ${version:-of an unknown version}, but Spark 3.5 needs Java 17; set JAVA_HOME to a JDK 17"
}
