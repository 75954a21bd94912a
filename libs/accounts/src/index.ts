export { API_KEY_SCOPES, OFFICER_ROLES, PERMISSIONS, ROLES, isRole, mayDo, type Permission, type Role } from './permissions.js';
export { Requires } from './requires.js';
