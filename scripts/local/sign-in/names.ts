/** Where the laptop's provider is: its issuer is the region's address and this. */
export const IDP_PATH = '/_idp';

/** The dashboard, as the laptop's provider knows it. */
export const LOCAL_CLIENT_ID = 'pd-lite-dashboard';
