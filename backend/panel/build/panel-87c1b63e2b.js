import{m67_ru as o}from"./panel-797132f9e8.js";export{o as a};
