import{m184_randomUuid as o}from"./panel-687fbdb11a.js";export{o as a};
