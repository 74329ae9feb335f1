/** A deployment that has everything set up, for checks: no address or number of it is anybody's. */
export const SETTINGS: Readonly<Record<string, string>> = {
  // The stack of a strong table tells a plan nothing of the table; both are made of the same lists.
  TF_VAR_table_consistency: 'eventual',
  TF_VAR_twilio_from: '+12025550199',
  TF_VAR_slack_announce_channel: 'C0INCIDENTS',
  TF_VAR_email_from: 'PD Lite <pd-lite@example.com>',
  TF_VAR_domain: '{"name":"pd-lite.example.com","zone_id":"Z0123456789ABCDEFGHIJ"}',
  // Known beforehand: with a pool that is yet to be made, a plan shows nothing of what functions are told.
  TF_VAR_oidc_issuer: 'https://login.example.com',
  TF_VAR_oidc_client_id: 'dashboard',
  TF_VAR_oidc_pages: 'https://login.example.com',
  // Not the pool's, whose address names the primary region to both.
  TF_VAR_github_redirect_uris: 'https://pd-lite.example.com/oauth2/idpresponse',
  TF_VAR_oidc_strangers: 'viewer',
  TF_VAR_break_glass_subjects: 'subject',
  TF_VAR_alarm_emails: '["on-call@example.com"]',
};
