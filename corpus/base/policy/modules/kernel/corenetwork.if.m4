# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Interfaces for the lines of corenetwork.te.in that name a port, a node, an
# interface or a packet. In what is written here, dollarsone stands for the
# parameter of the interface that comes out.

define(`shiftn',`ifelse($1,0,`shift($*)',`shiftn(decr($1),shift(shift($*)))')')
define(`range_start',`ifelse(index(`$1',`-'),-1,`$1',`substr(`$1',0,index(`$1',`-'))')')

# network_access(interface, what it is for, declaration, target and permission, [more rules])
define(`network_access',``
########################################
## <summary>
##	$2
## </summary>
## <param name="domain">
##	<summary>
##	Domain allowed access.
##	</summary>
## </param>
#
interface(`$1',`
	gen_require(`
		$3;
	')

	allow dollarsone $4;
	$5
')
'')

# network_no_audit(interface, what it is for, declaration, target and permission)
define(`network_no_audit',``
########################################
## <summary>
##	$2
## </summary>
## <param name="domain">
##	<summary>
##	Domain to not audit.
##	</summary>
## </param>
#
interface(`$1',`
	gen_require(`
		$3;
	')

	dontaudit dollarsone $4;
')
'')

#
# Interfaces of the machine
#

define(`netif_interfaces',`
network_access(corenet_$2_sendrecv_$1_if,Send and receive $3 through the $1 interface.,type $1_netif_t,$1_netif_t:netif { ingress egress })
')

define(`network_interface',`
netif_interfaces($1,tcp,TCP)
netif_interfaces($1,udp,UDP)
netif_interfaces($1,raw,raw IP)
')

define(`network_interface_controlled',`network_interface($1)')

#
# Nodes
#

define(`node_interfaces',`
network_access(corenet_$2_sendrecv_$1_node,Send and receive $3 to and from the $1 node.,type $1_node_t,$1_node_t:node { sendto recvfrom })
network_access(corenet_$2_bind_$1_node,Bind $3 sockets to the $1 node.,type $1_node_t,$1_node_t:$4 node_bind)
')

define(`network_node',`
node_interfaces($1,tcp,TCP,tcp_socket)
node_interfaces($1,udp,UDP,udp_socket)
node_interfaces($1,raw,raw IP,rawip_socket)
')

#
# Ports and packets
#

# bind_capability([protocol, ports, level...])
#
# The rule for the capability, if one of the ports is reserved.
define(`bind_capability',`ifelse(`$2',`',`',`ifelse(eval(range_start($2) < 1024),1,`allow dollarsone self:capability net_bind_service;',`bind_capability(shiftn(3,$@))')')')

define(`port_interfaces',`
network_access(corenet_tcp_bind_$1_port,Bind TCP sockets to the $1 port.,type $1_port_t,$1_port_t:tcp_socket name_bind,`$2')
network_access(corenet_udp_bind_$1_port,Bind UDP sockets to the $1 port.,type $1_port_t,$1_port_t:udp_socket name_bind,`$2')
network_access(corenet_sctp_bind_$1_port,Bind SCTP sockets to the $1 port.,type $1_port_t,$1_port_t:sctp_socket name_bind,`$2')
network_access(corenet_tcp_connect_$1_port,Connect TCP sockets to the $1 port.,type $1_port_t,$1_port_t:tcp_socket name_connect)
network_access(corenet_sctp_connect_$1_port,Connect SCTP sockets to the $1 port.,type $1_port_t,$1_port_t:sctp_socket name_connect)
')

define(`packet_interfaces',`
network_access(corenet_send_$1_packets,Send $1 packets.,type $1_packet_t,$1_packet_t:packet send)
network_access(corenet_receive_$1_packets,Receive $1 packets.,type $1_packet_t,$1_packet_t:packet recv)
network_access(corenet_sendrecv_$1_packets,Send and receive $1 packets.,type $1_packet_t,$1_packet_t:packet { send recv })
network_no_audit(corenet_dontaudit_sendrecv_$1_packets,Do not audit $1 packets.,type $1_packet_t,$1_packet_t:packet { send recv })
network_access(corenet_relabelto_$1_packets,Label packets as $1 packets.,type $1_packet_t,$1_packet_t:packet relabelto)
')

define(`network_port',`
port_interfaces($1,bind_capability(shift($@)))
network_packet($1)
')

define(`network_packet',`
packet_interfaces($1_client)
packet_interfaces($1_server)
')

define(`network_packet_simple',`packet_interfaces($1)')

#
# InfiniBand
#

define(`ib_pkey',`
network_access(corenet_ib_access_$1_pkey,Use the $1 partition of an InfiniBand network.,type $1_ibpkey_t,$1_ibpkey_t:infiniband_pkey access)
')

define(`ib_endport',`
network_access(corenet_ib_manage_subnet_$1_endport,Manage the subnet at the $1 InfiniBand port.,type $1_ibendport_t,$1_ibendport_t:infiniband_endport manage_subnet)
')
