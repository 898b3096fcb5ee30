import{m155_useLoaded as o}from"./panel-67eccafac0.js";export{o as a};
