package org.gongyuan.server.cluster;

import static java.util.Objects.requireNonNull;

import com.hazelcast.config.Config;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

import java.util.List;

/// How a node finds its companions: Hazelcast over TCP with the members that are configured, on one
/// address, without multicast and without calling home.
///
/// @param host the address of this member, on a private network
/// @param port its port
/// @param members `host:port` of all members
public record Clustering(String host, int port, List<String> members) {

    public Clustering {
        requireNonNull(host, "host");
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a cluster has at least one member");
        }
    }

    /// A Vert.x that belongs to the cluster.
    public Vertx join(VertxOptions options) {
        var config = new Config().setClusterName("gongyuan");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.wait.seconds.before.join", "1");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        var network = config.getNetworkConfig();
        network.setPort(port).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface(host);
        var join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(members);
        options.setEventBusOptions(new EventBusOptions().setHost(host).setPort(0));
        return Vertx.builder()
                .with(options)
                .withClusterManager(new HazelcastClusterManager(config))
                .buildClustered()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
