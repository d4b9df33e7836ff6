package main

import (
	"slices"

	"telaio/internal/job"
	"telaio/internal/web/shell"
)

// reuseRoutes are the ways in which others take what is published: in a frame, as
// files, by mail, by requests to their programs, and how often it is read.
func (p *program) reuseRoutes() []shell.Route {
	return slices.Concat(p.widgetRoutes(), p.readershipRoutes(), p.dumpRoutes(), p.alertRoutes(), p.webhookRoutes())
}

// reuseTasks are what is done for them again and again.
func (p *program) reuseTasks() []job.Task {
	return append(p.alertTasks(), p.forgetReads(), p.makeDumps(), p.forgetWebhookDeliveries())
}
