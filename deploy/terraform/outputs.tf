output "role_arn" {
  description = "The ARN of the role that iamspect assumes."
  value       = aws_iam_role.audit.arn
}
