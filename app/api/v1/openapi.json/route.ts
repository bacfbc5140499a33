import { answerDocument } from '#app/api/_document/answer-document.ts'

export { answerDocument as GET, answerDocument as HEAD }
