var T,ke,kt,U,ie,Q,Se,z,Ce,ae,se,St,K=Symbol.for("pv"),Z={},ee=[],Ct=/^m(i|n|o|s|text|space)$/,le=Array.isArray,Ee=ee.slice,H=Object.assign;function B(e){e&&e.parentNode&&e.remove()}function G(e,t,n,o,i){var r={type:e,props:t,key:n,ref:o,__k:null,__:null,__b:0,__e:null,__c:null,constructor:K,__v:i||++ke,__i:-1,__u:0};return!i&&T.vnode&&T.vnode(r),r}function ce(){return{current:null}}function R(e){return e.children}function Y(e,t){this.props=e,this.context=t,this.__g=0}function W(e,t){if(t==null)return e.__&&W(e.__,e.__i+1);for(var n;t<e.__k.length;t++)if((n=e.__k[t])&&n.__e)return n.__e;return typeof e.type!="function"||e.props.__P?null:W(e)}function Et(e){var t,n=e.__v,o=n.__e,i=[],r=[],a=e.__P;a&&((t=H({constructor:K},n)).__v=n.__v+1,T.vnode&&T.vnode(t),ue(a,t,n,e.__n,a.namespaceURI,32&n.__u?[o]:null,i,o||W(n),32&n.__u,r),t.__v=n.__v,t.__.__k[t.__i]=t,Ae(i,t,r),n.__=n.__e=null,t.__e!=o&&Te(t))}function Te(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(t){return t&&(e.__e=t.__e)}),Te(e)}function xe(e){(8&e.__g||(e.__g|=8,U.push(e),Q++))&&ie==T.debounceRendering||((ie=T.debounceRendering)||queueMicrotask)(Oe)}function Oe(){try{for(var e,t=1;U.length;)U.length>t&&U.sort(Se),e=U.shift(),t=U.length,8&e.__g&&Et(e)}finally{(Q=U.length)&&(ie||queueMicrotask)(Oe)}}function Me(e,t,n,o,i,r,a,s,c,p,u){var w,x,l,_,h,b,k=o.__k||ee,g=t.length;for(c=Tt(n,t,k,c,g),w=0;w<g;w++)(l=n.__k[w])!=null&&(x=~l.__i&&k[l.__i]||Z,l.__i=w,b=ue(e,l,x,i,r,a,s,c,p,u),_=l.__e,(x.ref!=l.ref||8&x.__u)&&(x.ref&&de(x.ref,null,l,x),l.ref&&u.push(l.ref,l.__c||_,l)),h=h||_,4&l.__u?(c=Pe(l,c,e,!x.__v),x.__e&&(x.__e=null)):typeof l.type=="function"&&b!==void 0?c=b:_&&(c=_.nextSibling),l.__u&=-21);return n.__e=h,c}function Tt(e,t,n,o,i){var r,a,s,c,p,u,w,x,l,_=n.length,h=_,b=0,k=0,g=e.__k=Array(i);for(r=0;r<i;r++)(a=t[r])!=null&&typeof a!="boolean"&&typeof a!="function"?(typeof a!="object"||a.constructor===String?a=g[r]=G(null,a):le(a)?a=g[r]=G(R,{children:a}):a.constructor===K&&a.__b?a=g[r]=G(a.type,a.props,a.key,a.ref,a.__v):g[r]=a,c=r+b,a.__=e,a.__b=e.__b+1,s=null,~(p=a.__i=Ot(a,n,c,h))&&(h--,(s=n[p])&&(s.__u|=2)),s&&s.__v?(a.__u|=16,p==c-1?b--:p==c+1?b++:p!=c&&(p>c?b--:b++,k=1)):(~p||(i>_?b--:i<_&&b++),typeof a.type!="function"&&(a.__u|=4))):g[r]=null;if(k){for(u=[],w=[],r=0;r<i;r++)if((a=g[r])&&16&a.__u){for(b=0,x=u.length;b<x;)u[l=b+x>>1]<a.__i?b=l+1:x=l;u[b]=a.__i,w[r]=b+1}for(b=u.length;r--;)w[r]&&(w[r]==b?b--:g[r].__u|=4)}if(h)for(r=0;r<_;r++)!(s=n[r])||2&s.__u||(s.__e==o&&(o=W(s)),pe(s,s));return o}function Pe(e,t,n,o){var i,r,a,s;if(typeof e.type=="function"){if(e.props.__P)return t;if(i=e.__k)for(r=0;r<i.length;r++)i[r]&&(i[r].__=e,t=Pe(i[r],t,n,!1));return t}for(t&&!t.parentNode&&(t=W(e))&&!t.parentNode&&(t=null),a=e.__e,s=t;s&&s.nodeType==8;)s=s.nextSibling;for(a!=s&&(!o&&n.moveBefore&&a.parentNode?n.moveBefore(a,t):n.insertBefore(a,t||null)),t=a;(t=t&&t.nextSibling)&&t.nodeType==8&&!t.data.startsWith("$s"););return t}function Ot(e,t,n,o){var i,r=e.key,a=e.type,s=t[n],c=s&&!(2&s.__u);if(s===null&&r==null||c&&r==s.key&&a==s.type)return n;if(o>(c?1:0)){for(i=n-1;i>=0;i--)if((s=t[i])&&!(2&s.__u)&&r==s.key&&a==s.type)return i;for(i=n+1;i<t.length;i++)if((s=t[i])&&!(2&s.__u)&&r==s.key&&a==s.type)return i}return-1}function we(e,t,n){n==null&&(n=""),t[0]=="-"?e.setProperty(t,n):e[t]=n}function X(e,t,n,o,i){var r,a;if(t=="style")if(typeof n=="string")e.style.cssText=n;else{if(typeof o=="string"&&(e.style.cssText=o=""),o)for(t in o)n&&t in n||we(e.style,t);if(n)for(t in n)o&&n[t]==o[t]||we(e.style,t,n[t])}else if(t[0]=="o"&&t[1]=="n")typeof n!="function"&&(n=null),typeof o!="function"&&(o=null),(e.__e||(e.__e={}))[t]=n,n&&o||(a=se[t]||(se[t]=Mt(t)),(e.__a||(e.__a={}))[t]=ae,r=t!=(t=t.replace(Ce,"$1")),(t=t.slice(2))[0]<"a"&&(t=t.toLowerCase()),n?e.addEventListener(t,a,r):e.removeEventListener(t,a,r));else{if(i=="http://www.w3.org/2000/svg")t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(t!="width"&&t!="height"&&t!="href"&&t!="list"&&t!="form"&&t!="tabIndex"&&t!="download"&&t!="rowSpan"&&t!="colSpan"&&t!="role"&&t!="popover"&&t in e)try{return void(e[t]=n??"")}catch{}if(typeof n=="function")return;n==null||n===!1&&t[4]!="-"?e.removeAttribute(t):e.setAttribute(t,t=="popover"&&n==1?"":n)}}function Mt(e){return function(t){var n=this.__e;if(n){if(n=n[e],t[z]==null)t[z]=ae++;else if(t[z]<this.__a[e])return;return n(T.event?T.event(t):t)}}}function ue(e,t,n,o,i,r,a,s,c,p){var u,w,x,l,_,h,b,k,g,S,v,M,I,y,C,q,P,L,d=t.type;if(t.constructor!==K)return null;128&n.__u&&(c=32&n.__u,u=n.__c.__z)&&(t.__u|=c,w=r=[],u.nodeType==8?s=J(u,r):r.push(u),s=r[0]||s),(u=T.__b)&&u(t);e:if(typeof d=="function"){x=a.length;try{if(k=t.props,g=(u=d.prototype)&&u.render,S=(u=d.contextType)&&o[u.__c],v=u?S?S.props.value:u.__:o,(l=n.__c)?(t.__c=l,2&l.__g&&(l.__g|=1)):(g?t.__c=l=new d(k,v):(t.__c=l=new Y(k,v),l.constructor=d,l.render=Lt),S&&S.sub(l),l.state||(l.state={}),l.__n=o,l.__g|=8,l.__h=[],l.__k=[]),g&&(l.__s||(l.__s=l.state),d.getDerivedStateFromProps&&(l.__s==l.state&&(l.__s=H({},l.__s)),H(l.__s,d.getDerivedStateFromProps(k,l.__s)))),_=l.props,h=l.state,l.__v=t,n.__c){if(k!==_&&g&&!d.getDerivedStateFromProps&&l.componentWillReceiveProps&&l.componentWillReceiveProps(k,v),t.__v==n.__v&&!(8&l.__g)||!(4&l.__g)&&l.shouldComponentUpdate&&l.shouldComponentUpdate(k,l.__s,v)===!1){t.__v!=n.__v&&(l.props=k,l.state=l.__s,l.__g&=-9),t.__e=n.__e,t.__k=n.__k,t.__k.some(function(m){m&&(m.__=t)}),ee.push.apply(l.__h,l.__k),l.__k=[],l.__h.length&&a.push(l),s=W(n);break e}l.componentWillUpdate&&l.componentWillUpdate(k,l.__s,v),g&&l.componentDidUpdate&&l.__h.push(function(){l.componentDidUpdate(_,h,b)})}else g&&!d.getDerivedStateFromProps&&l.componentWillMount&&l.componentWillMount(),g&&l.componentDidMount&&l.__h.push(l.componentDidMount);l.context=v,l.props=k,l.__P=e,l.__g&=-5,M=T.__r,I=g?25:0;do l.__g&=-9,M&&M(t),u=l.render(l.props,l.state=l.__s,l.context);while(8&l.__g&&++I<25);g&&(ee.push.apply(l.__h,l.__k),l.__k=[]),l.state=l.__s,l.getChildContext&&(o=H({},o,l.getChildContext())),g&&n.__c&&l.getSnapshotBeforeUpdate&&(b=l.getSnapshotBeforeUpdate(_,h)),y=u&&u.type===R&&u.key==null?u.props.children:u,k.__P&&(u=s,i=(e=k.__P).namespaceURI,c=r=null,n.props&&n.props.__P!=e&&(n.__k.some(function(m){m&&pe(m,m)}),n.__k=null),s=n.__k?W(n,0):null),s=Me(e,le(y)?y:[y],t,n,o,i,r,a,s,c,p),k.__P&&(t.__e=null,s=u),t.__u&=-161,w&&w.some(B),l.__h.length&&a.push(l),1&l.__g&&(l.__g&=-4)}catch(m){if(a.length=x,t.__v=null,c||r)if(m&&m.then){if(t.__u|=128|c,r){for(~(P=r.indexOf(s||void 0))||(P=r.length);(L=r[P-1])&&L.nodeType==8;)P--;for(;P<r.length;P++)if(L=r[P])if(r[P]=null,C){if(L==q)break}else{if(L.nodeType!=8)break;L.data.startsWith("$s")&&(q=J(C=L))}}if(!C){for(;s&&s.nodeType==8&&s.nextSibling;)s=s.nextSibling;C=s}(u=J(C=t.__c.__z||(t.__c.__z=C)))?(t.__e=C,s=u):t.__e=s,s=s&&s.nextSibling}else r&&r.some(B);else t.__e=n.__e;t.__k||(t.__k=n.__k||[]),m&&m.then||Le(t),T.__e(m,t,n)}}else s=t.__e=Pt(n.__e,t,n,o,i,r,a,c,p,e);return(u=T.diffed)&&u(t),s}function J(e,t){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(var n=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))n++;else if(e.data.startsWith("/$s")&&!--n)return e}t&&t.push(e)}}function Le(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some(Le))}function Ae(e,t,n){for(var o=0;o<n.length;)de(n[o++],n[o++],n[o++]);T.__c&&T.__c(t,e),e.some(function(i){try{e=i.__h,i.__h=[],e.some(function(r){r.call(i)})}catch(r){T.__e(r,i.__v)}})}function Pt(e,t,n,o,i,r,a,s,c,p){var u,w,x,l,_,h,b,k,g=n.props||Z,S=t.props,v=t.type;if(v=="svg"?i="http://www.w3.org/2000/svg":v=="math"?i="http://www.w3.org/1998/Math/MathML":i||(i="http://www.w3.org/1999/xhtml"),r){for(u=0;u<r.length;u++)if((_=r[u])&&(v?_.localName==v:_.nodeType==3)){e=_,r[u]=null;break}}if(!e){if(k=p.ownerDocument||document,!v)return k.createTextNode(S);e=k.createElementNS(i,v,S.is?S:p),s&&(T.__m&&T.__m(t,r),s=!1),r=null}if(v){if(p=v=="template"&&e.content||e,r=v=="textarea"&&S.defaultValue!=null?null:r&&Ee.call(p.childNodes),!s&&r)for(g={},u=0;u<e.attributes.length;u++)g[(_=e.attributes[u]).name]=_.value;for(u in g)_=g[u],u=="dangerouslySetInnerHTML"?x=_:u=="children"||u in S||u=="value"&&"defaultValue"in S||u=="checked"&&"defaultChecked"in S||X(e,u,null,_,i);for(u in S)_=S[u],u=="children"?l=_:u=="dangerouslySetInnerHTML"?w=_:u=="value"?h=_:u=="checked"?b=_:s&&typeof _!="function"||g[u]===_||X(e,u,_,g[u],i);w?(s||x&&(w.__html==x.__html||w.__html==e.innerHTML)||(e.innerHTML=w.__html),t.__k=[]):(x&&(e.textContent=""),(v=="foreignObject"||i=="http://www.w3.org/1998/Math/MathML"&&Ct.test(v))&&(i="http://www.w3.org/1999/xhtml"),Me(p,le(l)?l:[l],t,n,o,i,r,a,r?r[0]:n.__k&&W(n,0),s,c),r&&r.some(B)),s&&v!="textarea"||(u="value",v=="progress"&&h==null?e.removeAttribute(u):h==null||h===e[u]&&(v!="progress"||h)||X(e,u,h,g[u],i),u="checked",b!=null&&b!=e[u]&&X(e,u,b,g[u],i))}else g===S||s&&e.data==S||(e.data=S);return e}function de(e,t,n,o){try{typeof e=="function"?t?t.__x=e(t)||1:o&&(o=o.__c||o.__e)&&(t=o.__x)&&(o.__x=null,typeof t=="function"?t():e(null)):e.current=t}catch(i){T.__e(i,n)}}function pe(e,t,n){var o,i,r,a;if(T.unmount&&T.unmount(e),!(o=e.ref)||o.current&&o.current!=e.__e||de(o,null,t,e),o=e.__c){if(o.componentWillUnmount)try{o.componentWillUnmount()}catch(s){T.__e(s,t)}o.__P=o.__n=null}if(o=e.__k)for(a=0;a<o.length;a++)o[a]&&pe(o[a],t,typeof e.type!="function"||n&&!e.props.__P);!n&&(o=e.__c)&&(o=o.__z)&&(i=J(o,r=[]))&&(o==e.__e&&r.some(B),B(i),B(o)),n||B(e.__e),e.__e=e.__c=e.__=null}function Lt(e,t,n){return this.constructor(e,n)}function fe(e,t){var n,o,i,r;T.__&&T.__(e,t),t.nodeType==9&&(t=t.documentElement),o=(n=e&&32&e.__u)?null:t.__k,t.__k=G(R,{children:[e]}),i=[],r=[],ue(t,t.__k,o||Z,Z,t.namespaceURI,o?null:t.firstChild?Ee.call(t.childNodes):null,i,o?o.__e:t.firstChild,n,r),Ae(i,t.__k,r),t.__k.props.children=null}T={__e:function(e,t,n,o){for(var i,r,a;t=t.__;)if((i=t.__c)&&!(1&i.__g)){i.__g|=4;try{if((a=(r=i.constructor)&&r.getDerivedStateFromError)&&i.setState(r.getDerivedStateFromError(e)),i.componentDidCatch&&(i.componentDidCatch(e,o||{}),a=1),a&&8&i.__g)return void(i.__g|=2)}catch(s){e=s}}throw Q=0,e}},ke=0,kt=function(e){return e!=null&&e.constructor===K},Y.prototype.setState=function(e,t){var n=this.__s;n&&n!=this.state||(n=this.__s=H({},this.state)),typeof e=="function"&&(e=e(H({},n),this.props)),e&&(H(n,e),this.__v&&(t&&this.__k.push(t),xe(this)))},Y.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),xe(this))},Y.prototype.render=R,U=[],Q=0,Se=function(e,t){return e.__v.__b-t.__v.__b},z=Symbol(),Ce=/(PointerCapture)$|Capture$/i,ae=0,se={},St=0;function Ie(e=()=>performance.now(),t=Date.now){let n=null;return{observe(o,i){let r=Date.parse(o);if(Number.isNaN(r))return;let a=e();n=r-(i===void 0?a:(a+i)/2)},nowMs:()=>n===null?t():e()+n}}function At(e){switch(e){case 4401:case 4490:return"at_once";case 4403:case 4404:case 4426:case 4440:return"never";case 4400:case 4408:case 4429:return"back_off_long";default:return"back_off"}}var _e={openSocket:e=>new WebSocket(e),setTimer:(e,t)=>setTimeout(e,t),clearTimer:e=>clearTimeout(e),random:Math.random,steadyMs:()=>performance.now()};function qe(e,t=_e){let n="stopped",o=null,i=0,r=0,a=0,s=0,c=!1,p=null,u;function w(y,C=null){y!==n&&(n=y,e.onStatus(y,C))}function x(){for(let y of[i,r,a])t.clearTimer(y)}function l(){x(),p=null,w("connecting");let y;try{y=t.openSocket(e.url)}catch{M(1006);return}o=y;let C=()=>o===y;y.onopen=()=>C()&&y.send(JSON.stringify(e.hello())),y.onmessage=q=>{C()&&_(q.data)},y.onclose=({code:q})=>{C()&&(o=null,e.onClose?.(q),M(q))},r=t.setTimer(S,15e3)}function _(y){let C=It(y);C&&(C.type==="welcome"&&(a=t.setTimer(h,5e3),w("online")),n==="online"&&b(),C.type==="goodbye"&&v(C.reconnect_in_s),e.onEvent(C))}function h(){s=0,c=!1}function b(){t.clearTimer(r),r=t.setTimer(k,2e4)}function k(){t.clearTimer(r),u=t.steadyMs(),o?.send(JSON.stringify(e.ping)),r=t.setTimer(S,8e3)}function g(){let y=o;o=null,y?.close()}function S(){g(),M(1006)}function v(y){h(),p=t.steadyMs()+y*1e3,i=t.setTimer(()=>{g(),l()},y*1e3)}function M(y){x();let C=At(y);if(C==="never"){w("stopped",y);return}w("offline",y),i=t.setTimer(l,I(C))}function I(y){if(p!==null)return Math.max(0,p-t.steadyMs());if(y==="at_once"&&!c)return c=!0,0;let C=Math.min(3e4,500*2**s);return s+=1,t.random()*C+(y==="back_off_long"?2e4:0)}return{get status(){return n},get pingedAtMs(){return u},start(){n==="stopped"&&l()},stop(){x(),g(),w("stopped")},restart(){g(),l()},wake(){n==="offline"&&p===null&&l(),n==="online"&&k()},send(y){return n!=="online"||!o?!1:(o.send(JSON.stringify(y)),!0)}}}function It(e){try{let t=JSON.parse(e);return typeof t?.type=="string"?t:null}catch{return null}}function Ne(e,t,n){return e.some(o=>o.echoId===t)?e:[...e,{echoId:t,payload:n,state:"waiting",code:null,retryAtMs:0}]}function Re(e,t){let n=He(e);return n?.state==="waiting"&&n.retryAtMs<=t?n:null}function De(e,t){let n=He(e);return n?.state==="waiting"&&n.retryAtMs>t?n.retryAtMs-t:null}function Ue(e,t){return ge(e,t,{state:"sending",code:null})}function me(e,t){let n=e.filter(o=>o.echoId!==t);return n.length===e.length?e:n}function We(e,t,n,o){let{code:i,retryAfterS:r}=n;return r===null?ge(e,t,{state:"failed",code:i}):ge(e,t,{state:"waiting",code:i,retryAtMs:o+r*1e3})}function te(e){return e.some(t=>t.state==="sending")?e.map(t=>t.state==="sending"?{...t,state:"waiting"}:t):e}function Be(e,t){let n=e.find(o=>o.echoId===t&&o.state==="failed");return n?[...me(e,t),{...n,state:"waiting",code:null,retryAtMs:0}]:e}function He(e){return e.find(t=>t.state!=="failed")}function ge(e,t,n){return e.map(o=>o.echoId===t?{...o,...n}:o)}var qt={entries:[],early:[],heardSeq:0,hasBefore:!1,isLoaded:!1};function F(){return qt}function N(e){return e.entries.at(-1)?.seq??0}function Fe(e){return e.entries[0]?.seq??0}function ne(e){let t=N(e);return e.heardSeq<=t?null:{after_seq:e.isLoaded?t:null}}function $e(e,t){let n=N(e);return t.seq<=n||e.early.some(o=>o.seq===t.seq)?e:he({...e,early:ye(e.early,[t]).slice(0,200),heardSeq:Math.max(e.heardSeq,t.seq)})}function Ve(e,t){let n=Math.max(e.heardSeq,t.last_seq),o=t.entries[0],i=t.entries.at(-1);if(!o||!i){let a=e.hasBefore&&t.has_before;return{...e,heardSeq:n,hasBefore:a,isLoaded:!0}}let r=e.entries[0];return r?i.seq<r.prev_seq?{...e,heardSeq:n}:o.prev_seq>N(e)?{...e,heardSeq:n,early:ye(e.early,t.entries).slice(0,200)}:he({...e,heardSeq:n,entries:ye(e.entries,t.entries),hasBefore:o.seq<=r.seq?t.has_before:e.hasBefore,isLoaded:!0}):he({...e,entries:t.entries,heardSeq:n,hasBefore:t.has_before,isLoaded:!0})}function he(e){let t=N(e),n=[],o=[];for(let i of e.early)i.seq<=t||(i.prev_seq>t?o.push(i):(n.push(i),t=i.seq));return n.length?{...e,early:o,entries:[...e.entries,...n],isLoaded:!0}:{...e,early:o}}function ye(e,t){let n=new Set(e.map(o=>o.seq));return[...e,...t.filter(o=>!n.has(o.seq))].sort((o,i)=>o.seq-i.seq)}var je={isReturning:!1,status:"stopped",isCutOff:!1,closeCode:null,site:null,conversation:null,timeline:F(),outbox:[],typing:null,isLoadingOlder:!1,isCaughtUp:!1};function Xe(e,t){switch(t.type){case"welcome":{let{conversation:n,site:o}=t,r=n?.id===e.conversation?.id?e.timeline:F();return{...e,site:o,conversation:n,timeline:r,isCaughtUp:!n}}case"history":{if(t.conversation_id!==e.conversation?.id)return e;let n=Ke(e,Ve(e.timeline,t),t.entries);return{...n,isCaughtUp:e.isCaughtUp||!ne(n.timeline)}}case"message_posted":case"conversation_assigned":case"status_changed":{let n=t.conversation_id===e.conversation?.id?e:Nt(e,t),o=t.author.kind==="operator"?null:e.typing;return{...Ke(n,$e(n.timeline,t),[t]),typing:o}}case"read_marked":{let{conversation:n}=e;if(t.conversation_id!==n?.id)return e;let o=t.reader==="visitor"?"visitor_read_seq":"operator_read_seq";return{...e,conversation:{...n,[o]:Math.max(n[o],t.seq)}}}case"typing":return t.author.kind!=="operator"||t.conversation_id!==e.conversation?.id?e:{...e,typing:t.active?t.author:null};case"availability_changed":return{...e,site:e.site&&{...e.site,operators_online:t.operators_online}};case"pong":case"goodbye":case"error":return e;default:return Rt(e,t)}}function oe({conversation:e,timeline:t}){let n=e?.visitor_read_seq??0;return t.entries.filter(o=>o.type==="message_posted"&&o.author.kind==="operator"&&o.seq>n).length}function Nt(e,{conversation_id:t}){return{...e,conversation:{id:t,status:"open",last_seq:0,visitor_read_seq:0,operator_read_seq:0,operator:null},timeline:F()}}function Ke(e,t,n){let{conversation:o,outbox:i}=e;for(let{echo_id:a}of n)i=me(i,a);let r=Math.max(o?.last_seq??0,N(e.timeline));for(let a of t.entries)!o||a.seq<=r||(a.type==="status_changed"&&(o={...o,status:a.status}),a.type==="conversation_assigned"&&(o={...o,operator:a.operator}));return{...e,conversation:o,timeline:t,outbox:i}}function Rt(e,t){return e}function ze(e,t){let n=null,o=0;function i(r){t.clearTimer(o);let a=t.steadyMs();if(!r){n!==null&&e(!1),n=null;return}o=t.setTimer(()=>i(!1),5e3),!(n!==null&&a-n<4e3)&&(n=a,e(!0))}return{note:i,forget(){t.clearTimer(o),n=null}}}function j(){let e=crypto.getRandomValues(new Uint8Array(16));return e[6]=(e[6]??0)&15|64,e[8]=(e[8]??0)&63|128,Array.from(e,n=>n.toString(16).padStart(2,"0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/,"$1-$2-$3-$4-")}var Dt=1,Ge=50,Ut=200,Wt=15e3,Bt=5;function Ye(e,t=_e){let{store:n}=e,o=Ie(t.steadyMs),i=n.read(),r={...je,isReturning:n.isExpected()},a=i!==null,s=!1,c=null,p=null,u=0,w=0,x=0,l=ze(d=>{let{conversation:m}=r;m&&_.send({type:"set_typing",conversation_id:m.id,active:d})},t),_=qe({url:`${e.origin.replace(/^http/,"ws")}/ws/visitor`,ping:{type:"ping"},hello:()=>({type:"hello",protocol:Dt,site:e.site,token:i?.token??null,locale:e.locale,page:e.getPage(),conversation_id:N(r.timeline)?r.conversation?.id??null:null,after_seq:N(r.timeline)}),onEvent:b,onStatus(d,m){d!=="online"&&(c=p=null,l.forget(),h({isCaughtUp:!1,isLoadingOlder:!1,typing:null,outbox:te(r.outbox)}));let O=d==="offline"||d==="connecting"&&r.isCutOff;h({status:d,isCutOff:O,closeCode:m}),d==="online"&&n.adoptOutboxes(P)},onClose(d){d===4401&&(i&&n.forget(i.token),i=n.read(),a=i!==null,h({conversation:null,timeline:F()}))}},t);function h(d){let m=r;r={...r,...d},r.outbox!==m.outbox&&n.keepOutbox(r.outbox),e.onChange(r)}function b(d){switch(h(Xe(r,d)),d.type){case"welcome":k(d);break;case"pong":o.observe(d.server_time,_.pingedAtMs);break;case"typing":t.clearTimer(u),u=t.setTimer(()=>h({typing:null}),d.expires_in_s*1e3);break;case"history":g(d);break;case"error":S(d);break}d.type!=="history"&&d.type!=="welcome"&&v(),y()}function k(d){o.observe(d.server_time),i={token:d.token,visitorId:d.visitor_id},a&&(a=n.renew(i))}function g(d){if(p&&d.request_id===p){p=null,h({isLoadingOlder:!1});return}let m=c!==null&&d.request_id===c;m&&(c=null),m&&!d.entries.length?h({isCaughtUp:!0}):v()}function S({code:d,echo_id:m,request_id:O,retry_after_s:A}){if(m){let re={code:d,retryAfterS:A??null};h({outbox:We(r.outbox,m,re,t.steadyMs())})}O&&O===p&&(p=null,h({isLoadingOlder:!1})),O&&O===c&&(A||h({isCaughtUp:!0}),t.setTimer(()=>{c===O&&(c=null),v()},(A??Bt)*1e3)),d==="seq_ahead"&&r.conversation&&(h({timeline:F()}),M({after_seq:null}))}function v(){let d=ne(r.timeline);d&&!c&&M(d)}function M({after_seq:d}){c=I({after_seq:d,limit:d===null?Ge:Ut})}function I(d){if(!r.conversation)return null;let m=j(),{id:O}=r.conversation;return _.send({type:"fetch_history",request_id:m,conversation_id:O,...d})?m:null}function y(){if(t.clearTimer(w),r.status!=="online"||!r.isCaughtUp||s)return;let d=t.steadyMs(),m=Re(r.outbox,d);if(m&&!a&&i)q(i);else if(m){let{echoId:O,payload:A}=m;_.send({type:"send_message",echo_id:O,body:A.body,conversation_id:null}),h({outbox:Ue(r.outbox,O)}),t.clearTimer(x),x=t.setTimer(C,Wt)}else{let O=De(r.outbox,d);O!==null&&(w=t.setTimer(y,O))}}function C(){h({outbox:te(r.outbox)}),y()}async function q(d){s=!0;let m=await n.claim(d);s=!1,a=!0,m.visitorId!==i?.visitorId&&(i=m,_.restart()),y()}function P(d){let m=te(d).map(A=>({...A,retryAtMs:0})),O=new Set(r.outbox.map(A=>A.echoId));h({outbox:[...m.filter(A=>!O.has(A.echoId)),...r.outbox]}),y()}function L(){let d=n.read();!d||d.visitorId===i?.visitorId||(i=d,a=!0,_.status!=="stopped"&&_.restart())}return{get state(){return r},nowMs:o.nowMs,start(){L(),_.start()},stop:()=>_.stop(),wake(){L(),_.wake(),r.status==="online"&&n.adoptOutboxes(P)},send(d){let m={body:d,atMs:o.nowMs()};h({outbox:Ne(r.outbox,j(),m)}),_.start(),y()},retry(d){h({outbox:Be(r.outbox,d)}),y()},loadOlder(){p||!r.timeline.hasBefore||(p=I({before_seq:Fe(r.timeline),limit:Ge}),p&&h({isLoadingOlder:!0}))},markRead(){let{conversation:d,timeline:m}=r,O=N(m);!d||!oe(r)||_.send({type:"mark_read",conversation_id:d.id,seq:O})&&h({conversation:{...d,visitor_read_seq:O}})},type:l.note,visitPage:()=>{_.send({type:"visit_page",page:e.getPage()})}}}function Je(){return{url:be(location.href,2048),title:be(document.title,512),referrer:be(document.referrer,2048)}}function Qe(e){let t=location.href,n=0,o=()=>{location.href!==t&&(t=location.href,clearTimeout(n),n=setTimeout(e,400))},{navigation:i}=window;i?.addEventListener("currententrychange",o);let r=i?0:setInterval(o,2e3);return()=>{i?.removeEventListener("currententrychange",o),clearInterval(r),clearTimeout(n)}}function be(e,t){return e.slice(0,t).replace(/\p{Cs}/gu,"")}function Ze({onFollowChange:e,onNearStart:t}){let n=null,o=!0,i=0,r=0,a=new ResizeObserver(()=>{o&&c()});function s(){if(!n)return;i=n.scrollHeight-n.scrollTop;let p=i-n.clientHeight<48;n.scrollTop<240&&t(),p!==o&&(o=p,e())}function c(){n&&(n.scrollTop=n.scrollHeight),s()}return{attach(p){a.disconnect(),n=p,n&&(n.onscroll=s,a.observe(n))},get isFollowing(){return o},settle(p,u){n&&(o||u?c():p!==r&&(n.scrollTop=n.scrollHeight-i,s()),r=p)},goToEnd:c}}function tt(e){let t=`ryadom:${e}`,n=`${t}:outbox:`,o=n+j(),i=null;function r(){let c=et(D()?.getItem(t));return typeof c?.token=="string"?c:null}function a(c,p){try{D()?.setItem(c,JSON.stringify(p))}catch{}}function s(c){if(c===(i!==null))return;if(!c){i?.(),i=null;return}let p=new Promise(u=>{i=u});ve(o,{},()=>p)}return{read:r,isExpected:()=>!!D()?.getItem(t),async claim(c){let p=c;return await ve(t,{},async()=>{let u=r();u?p=u:a(t,c)}),p},renew(c){return r()?.visitorId!==c.visitorId?!1:(a(t,c),!0)},forget(c){r()?.token===c&&D()?.removeItem(t)},keepOutbox(c){if(s(c.length>0),!c.length){D()?.removeItem(o);return}D()?.getItem(t)||a(t,{}),a(o,c)},async adoptOutboxes(c){let p=Object.keys(D()??{}).filter(u=>u.startsWith(n)&&u!==o);for(let u of p)await ve(u,{ifAvailable:!0},async()=>{c(et(D()?.getItem(u))??[]),D()?.removeItem(u)})},watch(c){let p=u=>{u.key===t&&c()};return addEventListener("storage",p),()=>{s(!1),removeEventListener("storage",p)}}}}async function ve(e,t,n){let{locks:o}=navigator;if(!o)return n();try{await o.request(e,t,async i=>i?n():void 0)}catch{await n()}}function D(){try{return localStorage}catch{return null}}function et(e){try{return JSON.parse(e??"null")}catch{return null}}var nt=`/* Tokens first, light and dark together; then one class per part. */
.window {
  --text: #25221d;
  --muted: #676158;
  --surface: #fcfbf9;
  --line: #e3dfd7;
  --line-strong: #99938a;
  --accent: #2f5aa0;
  --accent-hover: #274d8b;
  --accent-text: #2a5296;
  --own: #e4ebf6;
  --theirs: #edeae4;
  --red: #b02a20;
  --amber: #8a5200;
  --amber-tint: #f8ecd6;
  --shadow: 0 2px 6px rgb(37 34 29 / 8%), 0 12px 32px rgb(37 34 29 / 18%);
  --quick: 150ms ease-out;
}
@media (prefers-color-scheme: dark) {
  .window {
    --text: #eae6de;
    --muted: #a59e92;
    --surface: #1e1d1a;
    --line: #34312c;
    --line-strong: #7d776c;
    --accent: #3d69b3;
    --accent-hover: #4a77c2;
    --accent-text: #97b7ec;
    --own: #263249;
    --theirs: #2c2a26;
    --red: #f0887c;
    --amber: #e3a94a;
    --amber-tint: #3a2d17;
    --shadow: 0 0 0 1px #34312c, 0 12px 32px rgb(0 0 0 / 48%);
  }
}
@media (prefers-contrast: more) {
  .window {
    --line: var(--muted);
    --muted: var(--text);
  }
}

*,
::before,
::after {
  box-sizing: border-box;
}
button {
  font: inherit;
  color: inherit;
  cursor: pointer;
}
p,
h2,
ul {
  margin: 0;
  padding: 0;
  font: inherit;
  list-style: none;
}
svg {
  display: block;
  fill: none;
  stroke: currentColor;
  stroke-width: 2;
  stroke-linecap: round;
  stroke-linejoin: round;
}
.hidden {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

.launcher.behind {
  visibility: hidden;
}
.badge {
  position: absolute;
  top: -4px;
  right: -4px;
  min-width: 22px;
  padding: 0 6px;
  border-radius: 11px;
  background: #b02a20;
  color: #fff;
  font:
    600 12px / 22px system-ui,
    sans-serif;
  font-variant-numeric: tabular-nums;
  box-shadow: 0 0 0 2px #fff;
}
.badge:empty {
  display: none;
}

.window {
  position: fixed;
  right: 12px;
  bottom: 12px;
  display: flex;
  flex-direction: column;
  width: 380px;
  height: 600px;
  max-height: calc(100% - 24px);
  overflow: hidden;
  border: 1px solid var(--line);
  border-radius: 16px;
  outline: 0;
  background: var(--surface);
  box-shadow: var(--shadow);
  color: var(--text);
  color-scheme: light dark;
  font:
    15px / 22px system-ui,
    -apple-system,
    "Segoe UI",
    Roboto,
    "Noto Sans",
    "Liberation Sans",
    sans-serif;
  text-align: left;
  overflow-wrap: anywhere;
  visibility: hidden;
  opacity: 0;
  transform: translateY(8px);
  transition:
    opacity var(--quick),
    transform var(--quick),
    visibility 0s 150ms;
}
.window.open {
  visibility: visible;
  opacity: 1;
  transform: none;
  transition:
    opacity var(--quick),
    transform var(--quick);
}
.window :focus-visible {
  outline: 2px solid var(--accent-text);
  outline-offset: -2px;
}

.header {
  display: flex;
  align-items: center;
  gap: 8px;
  padding: 12px 12px 12px 16px;
  border-bottom: 1px solid var(--line);
  touch-action: none;
}
.who {
  flex: 1;
  min-width: 0;
}
.name,
.presence {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.name {
  font-weight: 600;
}
.presence {
  min-height: 18px;
  color: var(--muted);
  font-size: 13px;
  line-height: 18px;
}
.close,
.send {
  flex: none;
  width: 40px;
  height: 40px;
  padding: 9px;
  border: 1px solid transparent;
  border-radius: 6px;
  background: none;
}
.close {
  color: var(--muted);
}
.close:hover {
  background: var(--theirs);
  color: var(--text);
}

.bar:not(:empty) {
  padding: 8px 16px;
  background: var(--amber-tint);
  color: var(--amber);
  font-size: 13px;
  line-height: 18px;
  animation: appear 0s 1s both;
}

.thread {
  position: relative;
  display: flex;
  flex: 1;
  flex-direction: column;
  min-height: 0;
}
.log {
  display: flex;
  flex: 1;
  flex-direction: column;
  overflow: hidden auto;
  overscroll-behavior: contain;
  overflow-anchor: none;
  padding: 16px 16px 8px;
}
.passages {
  display: flex;
  flex-direction: column;
  gap: 12px;
  margin-top: auto;
}
.line {
  color: var(--muted);
  font-size: 13px;
  line-height: 18px;
  text-align: center;
  text-wrap: balance;
}
.group {
  display: flex;
  flex-direction: column;
  align-items: flex-start;
  gap: 4px;
}
.own {
  align-items: flex-end;
}
.author,
.meta {
  padding: 0 4px;
  color: var(--muted);
  font-size: 12px;
  line-height: 16px;
}
.bubble {
  max-width: 85%;
  padding: 8px 12px;
  border: 1px solid transparent;
  border-radius: 10px;
  background: var(--theirs);
  white-space: pre-wrap;
}
.own .bubble {
  background: var(--own);
}
.own .failed {
  border-color: var(--red);
  background: none;
}
.failure {
  padding: 0 4px;
  color: var(--red);
  font-size: 13px;
  line-height: 18px;
}
.link {
  padding: 0;
  border: 0;
  background: none;
  color: var(--accent-text);
  text-decoration: underline;
  text-underline-offset: 2px;
}
.meta {
  display: flex;
  align-items: center;
  gap: 4px;
  font-variant-numeric: tabular-nums;
}
.tick {
  width: 18px;
  stroke-width: 1.5;
}
.sending {
  animation: appear 0s 700ms both;
}
.typing {
  min-height: 26px;
  padding: 8px 4px 0;
  color: var(--muted);
  font-size: 13px;
  line-height: 18px;
}
.to-end {
  position: absolute;
  bottom: 12px;
  left: 50%;
  padding: 6px 16px;
  border: 1px solid transparent;
  border-radius: 18px;
  background: var(--accent);
  box-shadow: var(--shadow);
  color: #fff;
  font-size: 13px;
  white-space: nowrap;
  transform: translateX(-50%);
}
.to-end:hover,
.send:hover {
  background: var(--accent-hover);
}

.greeting {
  justify-content: center;
  padding: 24px 32px;
  color: var(--muted);
  text-align: center;
  text-wrap: balance;
}
.greeting-title {
  margin-bottom: 4px;
  color: var(--text);
  font-size: 18px;
  font-weight: 600;
  line-height: 24px;
}
.skeleton {
  gap: 12px;
  justify-content: flex-end;
  padding: 16px;
  animation: appear 0s 300ms both;
}
.skeleton i {
  width: 60%;
  height: 40px;
  border-radius: 10px;
  background: var(--theirs);
}
.skeleton i:nth-child(2) {
  align-self: flex-end;
  width: 45%;
  background: var(--own);
}

.composer {
  display: grid;
  grid-template-columns: 1fr auto;
  gap: 0 8px;
  align-items: end;
  padding: 12px;
  padding-bottom: max(12px, env(safe-area-inset-bottom));
  border-top: 1px solid var(--line);
}
.count {
  grid-column: 1 / -1;
  color: var(--muted);
  font-size: 12px;
  line-height: 16px;
}
.count:not(:empty) {
  padding: 0 4px 8px;
}
.over {
  color: var(--red);
}
textarea {
  display: block;
  width: 100%;
  max-height: 128px;
  padding: 8px 12px;
  border: 1px solid var(--line-strong);
  border-radius: 6px;
  resize: none;
  background: transparent;
  color: inherit;
  font: inherit;
  font-size: 16px;
  overscroll-behavior: contain;
}
textarea::placeholder {
  color: var(--muted);
  opacity: 1;
}
.send {
  background: var(--accent);
  color: #fff;
}
.send[aria-disabled="true"] {
  background: var(--theirs);
  color: var(--muted);
  cursor: default;
}
.stopped {
  padding: 16px;
  border-top: 1px solid var(--line);
  color: var(--muted);
}

@media (max-width: 479px) {
  .window {
    top: var(--screen-top, 0);
    right: 0;
    bottom: auto;
    left: 0;
    width: auto;
    height: var(--screen-height, 100dvh);
    max-height: none;
    padding: env(safe-area-inset-top) env(safe-area-inset-right) 0 env(safe-area-inset-left);
    border: 0;
    border-radius: 0;
  }
}
@media (prefers-reduced-motion: reduce) {
  .window,
  .window.open {
    transform: none;
    transition: none;
  }
}
@media (forced-colors: active) {
  .bubble,
  .send,
  .bar {
    border-color: CanvasText;
  }
}
@keyframes appear {
  from {
    visibility: hidden;
  }
}
`;function V(e,t){let n=new Intl.PluralRules(e);return o=>`${o} ${t[n.select(o)]??t.other}`}var ot=V("en",{one:"new message",other:"new messages"}),rt=V("en",{one:"character",other:"characters"}),it={language:"en-GB",open:"Open chat",openWithUnread:e=>`Open chat: ${ot(e)}`,chatWith:e=>`Chat: ${e}`,chat:"Chat",close:"Close chat",connecting:"Connecting…",online:"Here now",offline:"Away right now",messages:"Messages",greeting:"Hello",greetingOnline:"Write what you would like to know. We reply right here.",greetingOffline:"Write now, and we reply right here as soon as we are back.",compose:"Message",placeholder:"Write a message",send:"Send",charsLeft:e=>`${rt(e)} left`,charsOver:e=>`Too long by ${rt(e)}`,you:"You",operator:"Operator",sending:"sending…",sent:"sent",read:"read",failed:e=>e==="bad_body"?"Not sent: this text can’t be stored.":"Not sent.",retry:"Try again",joined:e=>`${e} joined the chat`,closed:"The conversation has ended.",closedNow:"The conversation has ended. Write to go on.",typing:e=>`${e} is typing…`,newMessages:ot,loading:"Loading messages…",noConnection:"No connection. Trying to restore it.",noConnectionUnsent:"No connection. Messages will be sent once it is back.",stopped:e=>e===4426?"The chat has been updated. Reload the page to go on.":"The chat is not set up for this page. Please reach us another way.",today:"Today",yesterday:"Yesterday"};var st=V("ru",{one:"новое сообщение",few:"новых сообщения",other:"новых сообщений"}),at=V("ru",{one:"знак",few:"знака",other:"знаков"}),lt={language:"ru",open:"Открыть чат",openWithUnread:e=>`Открыть чат: ${st(e)}`,chatWith:e=>`Чат: ${e}`,chat:"Чат",close:"Закрыть чат",connecting:"Соединяемся…",online:"На связи",offline:"Сейчас не на связи",messages:"Сообщения",greeting:"Здравствуйте",greetingOnline:"Напишите, что вас интересует. Ответим здесь же.",greetingOffline:"Напишите сейчас: ответим здесь же, как только вернёмся.",compose:"Сообщение",placeholder:"Напишите сообщение",send:"Отправить",charsLeft:e=>`Осталось: ${at(e)}`,charsOver:e=>`Слишком длинно. Лишнее: ${at(e)}`,you:"Вы",operator:"Сотрудник",sending:"отправляется…",sent:"отправлено",read:"прочитано",failed:e=>e==="bad_body"?"Не отправлено: такой текст сохранить нельзя.":"Не отправлено.",retry:"Повторить",joined:e=>`Вам отвечает ${e}`,closed:"Диалог завершён.",closedNow:"Диалог завершён. Напишите, чтобы продолжить.",typing:e=>`${e} печатает…`,newMessages:st,loading:"Загружаем сообщения…",noConnection:"Нет связи. Пробуем восстановить.",noConnectionUnsent:"Нет связи. Сообщения отправятся, когда она появится.",stopped:e=>e===4426?"Чат обновился. Перезагрузите страницу, чтобы продолжить.":"Чат на этой странице не подключён. Свяжитесь с нами другим способом.",today:"Сегодня",yesterday:"Вчера"};var Ft={ru:lt,en:it};function ct(e){return Ft[e]}function ut(e,t){return new Date(t).toLocaleTimeString(e.language,{hour:"2-digit",minute:"2-digit"})}function dt(e,t,n){let o=new Date(t),i=new Date(n),r=new Date(n);if(r.setDate(i.getDate()-1),o.toDateString()===i.toDateString())return e.today;if(o.toDateString()===r.toDateString())return e.yesterday;let a=o.getFullYear()===i.getFullYear()?{}:{year:"numeric"};return o.toLocaleDateString(e.language,{day:"numeric",month:"long",...a})}var $t=Symbol.for("pv"),Vt=0;function f(e,t,n,o,i,r){t||(t={});var a,s,c=t;if("ref"in c&&typeof e!="function")for(s in c={},t)s=="ref"?a=t[s]:c[s]=t[s];var p={type:e,props:c,key:n,ref:a,__k:null,__:null,__b:0,__e:null,__c:null,constructor:$t,__v:--Vt,__i:-1,__u:0};return(i||r)&&(p.__source=i,p.__self=r),T.vnode&&T.vnode(p),p}function pt({draft:e,texts:t,act:n}){let o=Kt(e),i=4e3-(o.length>3700?[...o].length:o.length),r=o!==""&&i>=0;function a(s){s.preventDefault(),r&&n.send(o),n.field.current?.focus()}return f("form",{class:"composer",onSubmit:a,children:[f("p",{class:i<0?"count over":"count",role:"status",children:i<0?t.charsOver(-i):i<=300&&t.charsLeft(i)}),f("textarea",{ref:n.field,rows:1,value:e,"aria-label":t.compose,placeholder:t.placeholder,enterkeyhint:"send",onInput:s=>n.write(s.currentTarget.value),onKeyDown:s=>{let c=s.isComposing||s.keyCode===229;s.key==="Enter"&&!s.shiftKey&&!c&&a(s)}}),f("button",{type:"submit",class:"send","aria-label":t.send,title:t.send,"aria-disabled":!r,children:f("svg",{viewBox:"0 0 24 24","aria-hidden":"true",children:f("path",{d:"M4 12h15M13 6l6 6-6 6"})})})]})}function Kt(e){return e.replace(/[\0\p{Cs}]/gu,"").trim()}function ft({conversation:e,timeline:t,outbox:n}){let o=[],i="";function r(s){let c=new Date(s).toDateString();c!==i&&(i=c,o.push({kind:"day",key:c,atMs:s}))}function a(s,c,p){r(c);let u=o.at(-1);u?.kind==="group"&&u.isOwn===s.isOwn&&u.name===s.name&&Gt(u.atMs,c)?o[o.length-1]={...u,bubbles:[...u.bubbles,p]}:o.push({kind:"group",key:p.key,...s,atMs:c,bubbles:[p]})}for(let s of t.entries){let c=Date.parse(s.created_at),p=String(s.seq);switch(s.type){case"message_posted":a(jt(s),c,Xt(s,e?.operator_read_seq??0));break;case"conversation_assigned":if(!s.operator)break;r(c),o.push({kind:"joined",key:p,name:s.operator.name});break;case"status_changed":if(s.status!=="closed")break;r(c),o.push({kind:"closed",key:p,name:""});break}}for(let s of n)a({isOwn:!0,name:""},s.payload.atMs,zt(s));return o}function jt({author:e}){let t=e.kind==="visitor";return{isOwn:t,name:t?"":e.name}}function Xt({seq:e,echo_id:t,body:n,author:o},i){let r=o.kind==="visitor"?e<=i?"read":"sent":null;return{key:t??String(e),body:n,progress:r,code:null}}function zt({echoId:e,payload:t,state:n,code:o}){return{key:e,body:t.body,progress:n==="failed"?"failed":"sending",code:o}}function Gt(e,t){return Math.floor(e/6e4)===Math.floor(t/6e4)}function _t(e){let{passage:t,texts:n}=e;switch(t.kind){case"day":return f("li",{class:"line day",children:dt(n,t.atMs,e.nowMs)});case"joined":return f("li",{class:"line",children:n.joined(t.name||n.operator)});case"closed":return f("li",{class:"line",children:e.isClosedNow?n.closedNow:n.closed});case"group":return f(Yt,{...e,group:t})}}function Yt({group:e,isLastOwn:t,texts:n,onRetry:o}){let i=e.bubbles.at(-1);return f("li",{class:e.isOwn?"group own":"group",children:[f("span",{class:e.isOwn?"hidden":"author",children:e.isOwn?n.you:e.name||n.operator}),e.bubbles.map(r=>f(Jt,{bubble:r,texts:n,onRetry:o},r.key)),f("p",{class:"meta",children:[f("time",{dateTime:new Date(e.atMs).toISOString(),children:ut(n,e.atMs)}),i&&f(Qt,{bubble:i,isSpelledOut:t,texts:n})]})]})}function Jt({bubble:e,texts:t,onRetry:n}){return f(R,{children:[f("p",{class:e.progress==="failed"?"bubble failed":"bubble",children:e.body}),e.progress==="failed"&&f("p",{class:"failure",children:[t.failed(e.code)," ",f("button",{type:"button",class:"link",onClick:()=>n(e.key),children:t.retry})]})]})}function Qt({bubble:e,isSpelledOut:t,texts:n}){let{progress:o}=e;return!o||o==="failed"?null:o==="sending"?f("span",{class:"sending",children:n.sending}):f(R,{children:[f("svg",{class:"tick",viewBox:"0 0 18 12","aria-hidden":"true",children:f("path",{d:o==="read"?"M1 6.5 4.5 10 12 2M8.5 9.5l.5.5L16.5 2":"M3 6.5 6.5 10 14 2"})}),f("span",{class:t?void 0:"hidden",children:n[o]})]})}function gt({state:e,texts:t,nowMs:n,isFollowing:o,unread:i,act:r}){let a=ft(e),s=a.filter(c=>c.kind==="group"&&c.isOwn).at(-1);return f("div",{class:"thread",children:[f("div",{class:"log",role:"log","aria-label":t.messages,tabIndex:0,ref:r.attachLog,children:[e.isLoadingOlder&&f("p",{class:"line",children:t.loading}),f("ul",{class:"passages",children:a.map(c=>f(_t,{passage:c,isLastOwn:c===s,isClosedNow:c===a.at(-1)&&e.conversation?.status==="closed",texts:t,nowMs:n,onRetry:r.retry},c.kind+c.key))}),f("p",{class:"typing",role:"status",children:e.typing&&t.typing(e.typing.name||t.operator)})]}),!o&&i>0&&f("button",{type:"button",class:"to-end",onClick:r.goToEnd,children:t.newMessages(i)})]})}function mt(e){let{state:t,texts:n,isOpen:o,isModal:i,act:r}=e,a=t.site?.name;return f("section",{ref:r.frame,class:o?"window open":"window",role:"dialog","aria-modal":i,"aria-label":a?n.chatWith(a):n.chat,tabIndex:-1,onKeyDown:s=>{s.key==="Escape"&&!s.isComposing&&r.close(),s.key==="Tab"&&i&&tn(s)},children:[f("header",{class:"header",children:[f("div",{class:"who",children:[f("h2",{class:"name",children:t.conversation?.operator?.name||a||n.chat}),f("p",{class:"presence",children:en(t,n)})]}),f("button",{type:"button",class:"close","aria-label":n.close,title:n.close,onClick:r.close,children:f("svg",{viewBox:"0 0 24 24","aria-hidden":"true",children:f("path",{d:"M6 6l12 12M18 6 6 18"})})})]}),f("p",{class:"bar",role:"status",children:t.isCutOff&&(t.outbox.length?n.noConnectionUnsent:n.noConnection)}),f(Zt,{...e}),ht(t)?f("p",{class:"stopped",role:"alert",children:n.stopped(t.closeCode)}):f(pt,{...e})]})}function Zt(e){let{state:t,texts:n}=e;return t.timeline.entries.length||t.outbox.length?f(gt,{...e}):(t.site?t.conversation&&!t.isCaughtUp:t.isReturning)&&!ht(t)?f("div",{class:"thread skeleton",role:"img","aria-label":n.loading,children:[f("i",{}),f("i",{}),f("i",{})]}):f("div",{class:"thread greeting",children:[f("p",{class:"greeting-title",children:n.greeting}),f("p",{children:t.site?.operators_online===!1?n.greetingOffline:n.greetingOnline})]})}function en({site:e,conversation:t,status:n},o){if(!e||n!=="online")return n==="stopped"?"":o.connecting;let i=e.operators_online?o.online:o.offline;return t?.operator?`${e.name} · ${i.toLowerCase()}`:i}function ht({status:e,closeCode:t}){return e==="stopped"&&t!==null}function tn(e){let t=[...e.currentTarget.querySelectorAll("button, textarea, [tabindex='0']")];e.shiftKey&&t.reverse();let{activeElement:n}=e.currentTarget.getRootNode();n!==t.at(-1)&&n!==e.currentTarget||(e.preventDefault(),t[0]?.focus())}var nn="(max-width: 479px)",yt=99;function ao(e){let{root:t,launcher:n,origin:o,site:i,locale:r}=e,a=ct(r),s=tt(i),c=document.createElement("div"),p=document.createElement("span"),u=document.createElement("p"),w=matchMedia(nn),x=new AbortController,{signal:l}=x,_=!1,h=!0,b=!1,k="",g=Ye({origin:o,site:i,locale:r,store:s,getPage:Je,onChange:M}),S=Ze({onFollowChange:M,onNearStart:g.loadOlder}),v={frame:ce(),field:ce(),attachLog:S.attach,close:L,write(E){k=E,g.type(E.trim()!==""),M()},send(E){k="",b=!0,g.type(!1),g.send(E),M()},retry:g.retry,goToEnd:S.goToEnd};function M(){h&&queueMicrotask(I),h=!1}function I(){if(h=!0,l.aborted)return;let{state:E}=g,$=oe(E);y($);let vt=g.nowMs(),{isFollowing:xt}=S,wt=w.matches;fe(f(mt,{state:E,texts:a,nowMs:vt,draft:k,isOpen:_,isModal:wt,isFollowing:xt,unread:$,act:v}),c),C(),S.settle(E.timeline.entries[0]?.seq??0,b),b=!1,q()}function y(E){p.textContent=E>yt?`${yt}+`:String(E||""),n.ariaLabel=E?a.openWithUnread(E):a.open,n.ariaExpanded=String(_),n.classList.toggle("behind",_),u.textContent=E&&!_?a.newMessages(E):""}function C(){let{current:E}=v.field;E&&(E.style.height="auto",E.style.height=`${E.scrollHeight+2}px`)}function q(){_&&S.isFollowing&&document.visibilityState==="visible"&&g.markRead()}function P(){_||(_=!0,g.start(),d(),I()),((matchMedia("(pointer: coarse)").matches?v.frame:v.field).current??v.frame.current)?.focus({preventScroll:!0})}function L(){if(!_)return;_=!1;let{conversation:E,outbox:$}=g.state;!E&&!$.length&&g.stop(),I(),n.focus({preventScroll:!0})}function d(){visualViewport&&(c.style.setProperty("--screen-height",`${visualViewport.height}px`),c.style.setProperty("--screen-top",`${visualViewport.offsetTop}px`))}function m(){document.visibilityState==="visible"&&(g.wake(),q())}function O(){(_||s.isExpected())&&g.start()}let A=new CSSStyleSheet;A.replaceSync(nt),t.adoptedStyleSheets=[...t.adoptedStyleSheets,A],p.className="badge",p.ariaHidden="true",n.append(p),n.ariaHasPopup="dialog",u.className="hidden",u.role="status",t.append(c,u);let re=s.watch(()=>{O(),g.wake()}),bt=Qe(g.visitPage);document.addEventListener("visibilitychange",m,{signal:l}),addEventListener("online",m,{signal:l}),addEventListener("pagehide",g.stop,{signal:l}),addEventListener("pageshow",E=>E.persisted&&O(),{signal:l}),w.addEventListener("change",M,{signal:l}),visualViewport?.addEventListener("resize",d,{signal:l}),visualViewport?.addEventListener("scroll",d,{signal:l});for(let E of["keydown","keypress","keyup"])t.addEventListener(E,$=>$.stopPropagation());return I(),O(),{open:P,close:L,toggle:()=>_?L():P(),destroy(){x.abort(),re(),bt(),g.stop(),fe(null,c)}}}export{ao as startChat};
