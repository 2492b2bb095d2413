package cluster

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// kube runs kubectl and helm in one namespace.
type kube struct {
	namespace string
	release   string
}

func run(ctx context.Context, stdin, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdin = strings.NewReader(stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("%s %s: %w\n%s%s", name, strings.Join(args, " "), err, out.String(), errs.String())
	}
	return out.String(), nil
}

func (k kube) ctl(ctx context.Context, args ...string) (string, error) {
	return run(ctx, "", "kubectl", append([]string{"-n", k.namespace}, args...)...)
}

func (k kube) helm(ctx context.Context, args ...string) (string, error) {
	return run(ctx, "", "helm", append([]string{"-n", k.namespace}, args...)...)
}

func (k kube) get(ctx context.Context, into any, args ...string) error {
	out, err := k.ctl(ctx, append([]string{"get", "-o", "json"}, args...)...)
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(out), into); err != nil {
		return fmt.Errorf("read what kubectl says of %v: %w", args, err)
	}
	return nil
}

// pod is what the test wants to know of one.
type pod struct {
	Metadata struct {
		Name              string     `json:"name"`
		DeletionTimestamp *time.Time `json:"deletionTimestamp"`
		Labels            map[string]string
	} `json:"metadata"`
	Status struct {
		Phase             string `json:"phase"`
		ContainerStatuses []struct {
			Name         string `json:"name"`
			Ready        bool   `json:"ready"`
			RestartCount int    `json:"restartCount"`
		} `json:"containerStatuses"`
	} `json:"status"`
}

func (p pod) restarts() int {
	n := 0
	for _, c := range p.Status.ContainerStatuses {
		n += c.RestartCount
	}
	return n
}

func (p pod) ready() bool {
	ready := p.Metadata.DeletionTimestamp == nil && len(p.Status.ContainerStatuses) > 0
	for _, c := range p.Status.ContainerStatuses {
		ready = ready && c.Ready
	}
	return ready
}

// pods lists the running pods of a component; all of the release if it is empty.
func (k kube) pods(ctx context.Context, component string) ([]pod, error) {
	selector := "app.kubernetes.io/instance=" + k.release
	if component != "" {
		selector += ",app.kubernetes.io/component=" + component
	}
	var list struct{ Items []pod }
	err := k.get(ctx, &list, "pods", "-l", selector)
	return list.Items, err
}

// secret gives one value of a Secret.
func (k kube) secret(ctx context.Context, name, key string) (string, error) {
	var s struct{ Data map[string]string }
	if err := k.get(ctx, &s, "secret", name); err != nil {
		return "", err
	}
	value, err := base64.StdEncoding.DecodeString(s.Data[key])
	if err != nil || len(value) == 0 {
		return "", fmt.Errorf("secret %s has no %s", name, key)
	}
	return string(value), nil
}

// outside gives the address at which a Service's port is reached from outside of the
// cluster: a node's, and the port's number there.
func (k kube) outside(ctx context.Context, service, port string) (string, error) {
	var nodes struct {
		Items []struct {
			Status struct {
				Addresses []struct{ Type, Address string }
			}
		}
	}
	if err := k.get(ctx, &nodes, "nodes"); err != nil {
		return "", err
	}
	var s struct {
		Spec struct {
			Ports []struct {
				Name     string
				NodePort int
			}
		}
	}
	if err := k.get(ctx, &s, "service", service); err != nil {
		return "", err
	}
	for _, p := range s.Spec.Ports {
		if p.Name != port || p.NodePort == 0 {
			continue
		}
		for _, a := range nodes.Items[0].Status.Addresses {
			if a.Type == "InternalIP" {
				return fmt.Sprintf("%s:%d", a.Address, p.NodePort), nil
			}
		}
	}
	return "", fmt.Errorf("service %s has no port %s on the nodes", service, port)
}

// eventually tries until try succeeds or limit has passed.
func eventually(ctx context.Context, limit time.Duration, try func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		err := try(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("after %s: %w", limit, err)
		case <-time.After(500 * time.Millisecond):
		}
	}
}
