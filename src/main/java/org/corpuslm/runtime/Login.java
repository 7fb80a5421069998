package org.corpuslm.runtime;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Logs the process in with Hadoop under a user id that has no name, as containers have it: Hadoop
 * asks the system for the name and fails with a null pointer.
 */
final class Login {
  private Login() {}

  /**
   * Makes sure that Hadoop knows a user: HADOOP_USER_NAME, else SPARK_USER, else the number of the
   * user id.
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
