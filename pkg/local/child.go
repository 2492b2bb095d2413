package local

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/service"
)

const (
	childStop    = 10 * time.Second
	childMinWait = 50 * time.Millisecond
	childMaxWait = 5 * time.Second
)

// child keeps one server process running until stop.
type child struct {
	path, dir, socket string
	lock              *os.File
	log               *zap.Logger

	pid    atomic.Int64
	out    *lineLog
	died   chan error
	cancel context.CancelFunc
	done   chan struct{}
}

func (c *child) start() {
	ctx, cancel := context.WithCancel(context.Background())
	c.cancel, c.done = cancel, make(chan struct{})
	c.died, c.out = make(chan error, 1), newLineLog(c.log)
	go c.supervise(ctx)
}

func (c *child) stop() {
	c.cancel()
	<-c.done
}

func (c *child) supervise(ctx context.Context) {
	defer close(c.done)
	// The kernel ties the child's life to the thread that starts it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for wait := childMinWait; ; wait = min(2*wait, childMaxWait) {
		began := time.Now()
		err := c.once(ctx)
		if ctx.Err() != nil {
			return
		}
		c.reportDeath(err)
		if time.Since(began) > childMaxWait {
			wait = childMinWait
		}
		c.log.Warn("redis ended by itself and is started again", zap.Error(err), zap.Duration("wait", wait))
		if service.Pause(ctx, wait) != nil {
			return
		}
	}
}

func (c *child) reportDeath(err error) {
	select {
	case c.died <- fmt.Errorf("it ended at once (%w), having printed: %s", err, c.out.last()):
	default:
	}
}

func (c *child) once(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, c.path, "-")
	cmd.Dir, cmd.Stdin = c.dir, childConfig(c.dir, c.socket)
	cmd.Stdout, cmd.Stderr = c.out, c.out
	// The environment of this process holds secrets that aren't the child's.
	cmd.Env = []string{"LC_ALL=C"}
	// The child holds the lock too, so that an orphan isn't joined by another.
	cmd.ExtraFiles = []*os.File{c.lock}
	cmd.SysProcAttr = childAttr()
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = childStop
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start the process: %w", err)
	}
	c.pid.Store(int64(cmd.Process.Pid))
	defer c.pid.Store(0)
	if err := cmd.Wait(); err != nil {
		return err
	}
	return errors.New("exit status 0")
}

// awaitReady waits until the child answers, loaded files included.
func (c *child) awaitReady(ctx context.Context) error {
	for {
		if pong(ctx, c.socket) {
			return nil
		}
		select {
		case err := <-c.died:
			return err
		case <-ctx.Done():
			return fmt.Errorf("wait until it answers: %w", ctx.Err())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func pong(ctx context.Context, socket string) bool {
	conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "unix", socket)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	if _, err := conn.Write([]byte("PING\r\n")); err != nil {
		return false
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	return err == nil && line == "+PONG\r\n"
}
