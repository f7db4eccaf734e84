package io.mas.runner.cli;

import picocli.CommandLine.Command;

/** {@code mas-runner approvals}. */
@Command(
    name = "approvals",
    description = "Messages that wait for a person's approval.",
    subcommands = {
      ApprovalsListCommand.class,
      ApprovalsShowCommand.class,
      ApprovalsApproveCommand.class,
      ApprovalsDenyCommand.class
    })
final class ApprovalsCommand {}
