/** The administrator's address until a real one is set. The domain is reserved: nothing can ever be delivered to it. */
export const PLACEHOLDER_EMAIL = 'administrator@muniment.invalid'
