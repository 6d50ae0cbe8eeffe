/** One small credential report whose users meet several controls, and the audit time it fits. */
export const HEADER =
  "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation," +
  "mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region," +
  "access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date," +
  "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active," +
  "cert_2_last_rotated";
const ROOT =
  "<root_account>,arn:aws:iam::111122223333:root,2015-01-01T00:00:00Z,true,2016-01-01T00:00:00Z,2015-01-01T00:00:00Z," +
  "not_supported,true,true,2015-02-01T00:00:00Z,2026-11-22T23:00:00Z,us-east-1,iam,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A";
/** A console user without a device, with an old key made at set-up that was never used. */
export const ANN =
  "ann,arn:aws:iam::111122223333:user/team/ann,2020-01-01T00:00:00Z,true,no_information,2020-01-01T00:00:00Z,N/A," +
  "false,true,2020-01-01T00:00:05Z,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A";
/** Prefix of the other's name, with a device and a young key in the second slot. */
const AN =
  "an,arn:aws:iam::111122223333:user/an,2020-01-01T00:00:00+00:00,TRUE,2026-11-20T00:00:00+00:00," +
  "2026-11-01T00:00:00+00:00,N/A,TRUE,FALSE,N/A,N/A,N/A,N/A,TRUE,2026-11-01T00:00:00+00:00,2026-11-20T00:00:00+00:00,us-east-1,s3,FALSE,N/A,FALSE,N/A";
export const REPORT = [HEADER, ROOT, ANN, AN].join("\n");
export const AS_OF = ["--as-of", "2026-11-23T00:00:00Z"] as const;
