import{m67_ru as o}from"./panel-67eccafac0.js";export{o as a};
