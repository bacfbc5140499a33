/** An object at one place, as Kubernetes refers to it. */
export type ObjectPlace = { apiVersion: string; kind: string; namespace: string; name: string; uid: string }
