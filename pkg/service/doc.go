// Package service is what the binaries share around their work: how they start
// and drain, their configuration, logs, metrics, traces and health, and how they
// reach NATS and Redis.
//
// It must not know what a service does: no streams, subjects, messages or news
// rules. Only Main touches the process (signals, standard error, the logger of a
// library); everything else can be embedded many times in one process and takes
// its clock, registry and contexts from outside.
package service
