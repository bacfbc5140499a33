/** What a form's action answers: nothing yet, done, or why not. */
export type FormState = { done?: string; error?: string }
