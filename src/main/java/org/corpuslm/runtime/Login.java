package org.corpuslm.runtime;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Logs the process in with Hadoop if its user id has no name, as in containers. Hadoop asks the
 * system for the name and would fail with a null pointer.
 */
final class Login {
  private Login() {}

  /**
   * Gives Hadoop a user name: HADOOP_USER_NAME, else SPARK_USER, else {@code uid} and the number of
   * the user id.
   */
  static synchronized void ensure() {
    try {
      UserGroupInformation.getLoginUser();
    } catch (IOException e) {
      UnixSystem system = new UnixSystem();
      if (system.getUsername() != null || UserGroupInformation.isSecurityEnabled()) {
        throw new IllegalStateException("cannot log in with Hadoop: " + e.getMessage(), e);
      }
      String name =
          StringUtils.firstNonEmpty(
              System.getenv("HADOOP_USER_NAME"),
              System.getenv("SPARK_USER"),
              "uid" + system.getUid());
      UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
    }
  }
}
