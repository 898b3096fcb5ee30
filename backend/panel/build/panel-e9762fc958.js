import{m184_randomUuid as o}from"./panel-1ff8930162.js";export{o as a};
