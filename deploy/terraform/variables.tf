variable "role_name" {
  description = "The name of the role, the same in every account."
  type        = string
  default     = "iamspect-audit"

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.role_name))
    error_message = "The name must be 1 to 64 letters, digits or _+=,.@-."
  }
}

variable "trusted_principal_arn" {
  description = "Who may assume the role: the ARN of the role or user that runs iamspect, which must exist. The ARN of an account (arn:aws:iam::111122223333:root) trusts all of that account that may call sts:AssumeRole."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(root|(user|role)/[\\w+=,.@/-]+)$", var.trusted_principal_arn))
    error_message = "This must be the ARN of an IAM role, a user or an account (...:root)."
  }
}

variable "external_id" {
  description = "What iamspect must say with --external-id when it assumes the role. Make a random one, for example with openssl rand -hex 16."
  type        = string
  sensitive   = true

  validation {
    condition     = can(regex("^[\\w+=,.@:/-]+$", var.external_id)) && length(var.external_id) >= 16 && length(var.external_id) <= 1224
    error_message = "The external ID must be 16 to 1224 letters, digits or _+=,.@:/-."
  }
}

variable "permissions_boundary_arn" {
  description = "The ARN of a managed policy that is to be the permissions boundary of the role; null for none."
  type        = string
  default     = null
}

variable "tags" {
  description = "More tags for the role."
  type        = map(string)
  default     = {}
}
