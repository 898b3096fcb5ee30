import{m184_randomUuid as o}from"./panel-797132f9e8.js";export{o as a};
