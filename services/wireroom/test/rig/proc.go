package rig

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Proc is one process that can be killed and started again.
type Proc struct {
	Name string
	path string
	args []string
	env  []string
	log  string

	mu   sync.Mutex
	cmd  *exec.Cmd
	done chan struct{}
}

// NewProc prepares a process of a test: its log is NAME.log in logDir, env is added to
// the test's own environment. It is killed with the test, and its log shown if that failed.
func NewProc(t testing.TB, name, path, logDir string, env, args []string) *Proc {
	return newProc(t, name, path, logDir, env, args)
}

// PID is the number of the process, 0 before its first start.
func (p *Proc) PID() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd == nil {
		return 0
	}
	return p.cmd.Process.Pid
}

func newProc(t testing.TB, name, path, logDir string, env, args []string) *Proc {
	p := &Proc{Name: name, path: path, args: args, env: append(os.Environ(), env...), log: filepath.Join(logDir, name+".log")}
	t.Cleanup(func() {
		p.Kill()
		if t.Failed() {
			p.showLog(t)
		}
	})
	return p
}

// Start starts the process; its output is appended to its log.
func (p *Proc) Start() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	out, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open log of %s: %w", p.Name, err)
	}
	cmd := exec.CommandContext(context.Background(), p.path, p.args...) // it ends with Kill or Stop
	cmd.Env, cmd.Stdout, cmd.Stderr = p.env, out, out
	// no child outlives a test that was itself killed
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start %s: %w", p.Name, err)
	}
	done := make(chan struct{})
	p.cmd, p.done = cmd, done
	go func() { _ = cmd.Wait(); _ = out.Close(); close(done) }()
	return nil
}

// Use has the next start run another program.
func (p *Proc) Use(path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.path = path
}

// Kill sends SIGKILL and waits for the end; a process that is not running is
// fine.
func (p *Proc) Kill() { p.signal(syscall.SIGKILL, time.Minute) }

// Stop sends SIGTERM and waits for the end; it reports whether it came within
// limit.
func (p *Proc) Stop(limit time.Duration) bool { return p.signal(syscall.SIGTERM, limit) }

// End sends a signal and waits for the end; it reports whether it came within limit.
func (p *Proc) End(s syscall.Signal, limit time.Duration) bool { return p.signal(s, limit) }

// Send sends a signal and waits for nothing; a process that is not running is fine.
func (p *Proc) Send(s syscall.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd != nil {
		_ = p.cmd.Process.Signal(s)
	}
}

func (p *Proc) signal(s syscall.Signal, limit time.Duration) bool {
	p.mu.Lock()
	cmd, done := p.cmd, p.done
	p.mu.Unlock()
	if cmd == nil {
		return true
	}
	_ = cmd.Process.Signal(s)
	select {
	case <-done:
		return true
	case <-time.After(limit):
		return false
	}
}

// Running reports whether the process is alive.
func (p *Proc) Running() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd == nil {
		return false
	}
	select {
	case <-p.done:
		return false
	default:
		return true
	}
}

const shownLog = 6000

func (p *Proc) showLog(t testing.TB) {
	data, err := os.ReadFile(p.log)
	if err != nil {
		return
	}
	if len(data) > shownLog {
		data = data[len(data)-shownLog:]
	}
	t.Logf("the end of %s's log:\n%s", p.Name, data)
}
