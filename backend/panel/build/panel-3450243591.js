import{m184_randomUuid as o}from"./panel-67eccafac0.js";export{o as a};
